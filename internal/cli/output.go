package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"tearsheet"
	"tearsheet/internal/app"
	"tearsheet/reports"
)

// isFolder decides whether --out names a folder: it exists as one, ends in a
// separator, or several reports go there.
func isFolder(out string, n int) (bool, error) {
	st, err := os.Stat(out)
	switch {
	case err == nil && st.IsDir():
		return true, nil
	case err == nil && n > 1:
		return false, outError(out, errors.New("it is a file, and several reports need a folder"))
	case err == nil:
		return false, nil
	}
	return n > 1 || strings.HasSuffix(out, string(filepath.Separator)), nil
}

// writeReport writes one report whole or not at all: into a temporary file beside
// the target, then renamed.
func writeReport(h rendering, o *app.Outcome) (string, error) {
	path := h.out
	if h.dir {
		if err := os.MkdirAll(path, 0o755); err != nil {
			return "", outError(path, err)
		}
		// The symbol was checked, so it cannot leave the folder.
		path = filepath.Join(path, strings.TrimPrefix(o.Report.Symbol, "^")+h.format.Ext())
	}
	if st, err := os.Stat(path); err == nil && !st.Mode().IsRegular() {
		// A pipe or device cannot be replaced; it is written as it is.
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return "", outError(path, err)
		}
		return path, outError(path, errors.Join(reports.Render(f, &o.Report, h.format, h.opt), f.Close()))
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".tearsheet-*")
	if err != nil {
		return "", outError(path, err)
	}
	err = reports.Render(f, &o.Report, h.format, h.opt)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return "", outError(path, errors.Join(err, os.Remove(f.Name())))
	}
	return path, nil
}

func outError(path string, err error) error {
	if err == nil {
		return nil
	}
	out := &tearsheet.Error{Op: "write", Kind: tearsheet.KindInvalid, Subject: "--out " + path, Err: err, Hint: "choose a file in a folder you may write to"}
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EIO), errors.Is(err, syscall.EFBIG):
		out.Kind, out.Hint = tearsheet.KindUnavailable, "the disk is full or failing: free some space or choose another place; the report is kept: tearsheet runs list"
	case errors.Is(err, fs.ErrNotExist):
		out.Hint = "make the folder first, or choose another"
	}
	return out
}
