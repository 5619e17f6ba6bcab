package files

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"tearsheet"
)

const (
	// maxRaw and maxPlain bound a file as stored and as decompressed, in bytes.
	maxRaw, maxPlain = 256 << 20, 256 << 20
	// maxRatio bounds decompression beyond the first freeRatio bytes: real data
	// files reach 20:1.
	maxRatio, freeRatio = 200, 4 << 20
)

// folder is the data folder: reads are size-capped and stay inside it.
type folder struct {
	fs   fs.FS
	root string
}

// blob is a file in memory: its bytes, decompressed, and the digest of the
// bytes as stored.
type blob struct {
	path   string
	data   []byte
	digest string
}

// shown is how errors name a file of the folder.
func (f folder) shown(name string) string {
	if f.root == "" {
		return name
	}
	return path.Join(strings.ReplaceAll(f.root, `\`, "/"), name)
}

// find returns the stored path of name: name itself or name.gz. ok is false
// when neither is a regular file.
func (f folder) find(name string) (stored string, st fs.FileInfo, ok bool, err error) {
	if !fs.ValidPath(name) {
		return "", nil, false, &tearsheet.Error{Op: "files.path", Kind: tearsheet.KindInvalid, Subject: f.shown(name),
			Err: errors.New("the path leaves the data folder"), Hint: "keep layout paths relative, with forward slashes and no '..'"}
	}
	for _, n := range []string{name, name + ".gz"} {
		st, err := fs.Stat(f.fs, n)
		switch {
		case err == nil && st.Mode().IsRegular():
			return n, st, true, nil
		case err == nil, errors.Is(err, fs.ErrNotExist):
		default:
			return "", nil, false, f.wrap("files.stat", n, err, "check the permissions of the data folder")
		}
	}
	return "", nil, false, nil
}

// read returns a file of the folder by its stored path.
func (f folder) read(ctx context.Context, stored string) (blob, error) {
	const op = "files.read"
	file, err := f.fs.Open(stored)
	if err != nil {
		return blob{}, f.wrap(op, stored, err, "check that the file is there and readable")
	}
	defer file.Close()
	size := int64(0)
	if st, err := file.Stat(); err == nil {
		size = st.Size()
	}
	if size > maxRaw {
		return blob{}, f.invalid(op, stored, "split the file; the limit is 256 MB", "the file is %d MB", size>>20)
	}
	raw, err := readCapped(ctx, file, size, maxRaw)
	if err != nil {
		return blob{}, f.wrap(op, stored, err, "check that the file is there and readable")
	}
	if len(raw) == 0 {
		return blob{}, f.invalid(op, stored, "fetch the file again or remove it", "the file is empty")
	}
	sum := sha256.Sum256(raw)
	b := blob{path: stored, data: raw, digest: hex.EncodeToString(sum[:])}
	if !strings.HasSuffix(stored, ".gz") {
		return b, nil
	}
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return blob{}, f.invalid(op, stored, "fetch the file again, or drop .gz from its name if it is not compressed", "not gzip: %v", err)
	}
	limit := int64(max(len(raw)*maxRatio, freeRatio))
	b.data, err = readCapped(ctx, z, int64(len(raw))*8, min(limit, maxPlain))
	switch {
	case err == nil:
	case ctx.Err() != nil:
		return blob{}, ctx.Err()
	case errors.Is(err, errTooLarge):
		return blob{}, f.invalid(op, stored, "decompress and inspect the file before using it",
			"decompresses to more than %d MB (%d:1)", min(limit, maxPlain)>>20, maxRatio)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return blob{}, f.invalid(op, stored, "fetch the file again; the download was cut short",
			"the gzip data are truncated after %d decompressed bytes", len(b.data))
	default:
		return blob{}, f.invalid(op, stored, "fetch the file again", "the gzip data are corrupt: %v", err)
	}
	if len(b.data) == 0 {
		return blob{}, f.invalid(op, stored, "fetch the file again or remove it", "the file is empty once decompressed")
	}
	return b, nil
}

var errTooLarge = errors.New("too large")

// readCapped reads r to its end, at most limit bytes, and stops when ctx ends.
// What was read so far comes back with an error.
func readCapped(ctx context.Context, r io.Reader, hint, limit int64) ([]byte, error) {
	buf := make([]byte, 0, min(max(hint, 512)+1, limit+1, 64<<20))
	for {
		if err := ctx.Err(); err != nil {
			return buf, err
		}
		if len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
		n, err := r.Read(buf[len(buf):min(cap(buf), len(buf)+1<<20)])
		buf = buf[:len(buf)+n]
		switch {
		case int64(len(buf)) > limit:
			return buf, errTooLarge
		case err == io.EOF:
			return buf, nil
		case err != nil:
			return buf, err
		}
	}
}

// list names the files of a directory, sorted; a missing directory has none.
func (f folder) list(dir string) ([]string, error) {
	ents, err := fs.ReadDir(f.fs, dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, f.wrap("files.list", dir, err, "check the permissions of the data folder")
	}
	names := make([]string, 0, len(ents))
	for _, e := range ents {
		if !e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

// wrap types an error of the file system.
func (f folder) wrap(op, name string, err error, hint string) error {
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, errTooLarge):
		return f.invalid(op, name, "split the file; the limit is 256 MB", "the file is too large")
	}
	kind := tearsheet.KindUnavailable
	if errors.Is(err, fs.ErrNotExist) {
		kind = tearsheet.KindNotFound
	}
	if err == nil {
		kind, err = tearsheet.KindInvalid, errors.New("not a folder")
	}
	return &tearsheet.Error{Op: op, Kind: kind, Subject: f.shown(name), Hint: hint, Err: err}
}

// invalid is a fault of the content of a file.
func (f folder) invalid(op, name, hint, format string, args ...any) error {
	return &tearsheet.Error{Op: op, Kind: tearsheet.KindInvalid, Subject: f.shown(name), Hint: hint, Err: fmt.Errorf(format, args...)}
}

// badRow is a fault in one row of a table.
func (f folder) badRow(op, name string, row int, hint, format string, args ...any) error {
	return f.invalid(op, fmt.Sprintf("%s row %d", name, row), hint, format, args...)
}

// quoted shortens and escapes foreign text for an error message.
func quoted[T string | []byte](s T) string {
	const limit = 40
	if len(s) > limit {
		return fmt.Sprintf("%+q...", string(s[:limit]))
	}
	return fmt.Sprintf("%+q", string(s))
}
