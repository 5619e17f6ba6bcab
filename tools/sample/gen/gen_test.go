package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// TestCommitted: the folder holds exactly what the generator makes of it, and
// nothing else but the imported bars and the README.
func TestCommitted(t *testing.T) {
	dir := filepath.Join("..", "data")
	files, err := build(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{"README.md": true, "tearsheet.yaml": true, barsFile("SPX"): true}
	for _, s := range realBars {
		known[barsFile(s)] = true
	}
	for name, want := range files {
		known[name] = true
		got, err := readFile(filepath.Join(dir, name))
		if err != nil {
			t.Error(err)
		} else if !bytes.Equal(got, want) {
			t.Errorf("%s differs; run go run ./tools/sample/gen", name)
		}
	}
	err = filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err == nil && !known[filepath.ToSlash(rel)] {
			t.Errorf("%s is not made by the generator", rel)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// TestModel: the fictional company's balance sheet balances every quarter and
// its cash follows from the cash flow statement.
func TestModel(t *testing.T) {
	qs := xmplModel()
	if len(qs) != 21 {
		t.Fatalf("%d quarters, want 21", len(qs))
	}
	for i, x := range qs {
		if x.assets() != x.liab()+x.equity() {
			t.Errorf("FY%d Q%d: assets %v, liabilities and equity %v", x.fy, x.q, x.assets(), x.liab()+x.equity())
		}
		if x.cash <= 0 || x.net <= 0 || x.outstanding <= 0 {
			t.Errorf("FY%d Q%d: cash %v, net income %v, shares %v", x.fy, x.q, x.cash, x.net, x.outstanding)
		}
		if i > 0 && x.cash != qs[i-1].cash+x.ocf()+x.icf()+x.fcf() {
			t.Errorf("FY%d Q%d: cash does not follow", x.fy, x.q)
		}
	}
	year := sumQuarters(qs[:4])
	if got := qs[0].net + qs[1].net + qs[2].net + qs[3].net; year.net != got || year.start != qs[0].start || year.end != qs[3].end {
		t.Errorf("year: net %v, want %v", year.net, got)
	}
}

// TestOptionValue checks Black-Scholes against the textbook case and the two
// rules added to it.
func TestOptionValue(t *testing.T) {
	// Hull: S=42, K=40, r=10%, sigma=20%, T=0.5 -> call 4.76, put 0.81
	if c := blackScholes(true, 42, 40, 0.5, 0.1, 0.2); c < 4.755 || c > 4.765 {
		t.Errorf("call %v", c)
	}
	if p := blackScholes(false, 42, 40, 0.5, 0.1, 0.2); p < 0.805 || p > 0.815 {
		t.Errorf("put %v", p)
	}
	if p := optionValue(false, 42, 80, 0.34, 0.3); p < 38 {
		t.Errorf("put under its exercise value: %v", p)
	}
	if c := optionValue(true, 42, 10, 0.34, 0.3); c < 32 {
		t.Errorf("call under its exercise value: %v", c)
	}
}

func TestSecondTuesday(t *testing.T) {
	for month, want := range map[string]string{"2013-02-": "2013-02-12", "2012-05-": "2012-05-08", "2011-11-": "2011-11-08"} {
		if got := secondTuesday(month); got != want {
			t.Errorf("%s: %s, want %s", month, got, want)
		}
	}
}

// TestSync: a difference is reported by -check and repaired without it.
func TestSync(t *testing.T) {
	dir := t.TempDir()
	files := map[string][]byte{"a/b.json": []byte("{}\n"), "c.csv.gz": []byte("x\n")}
	if err := sync(dir, files, true); err == nil {
		t.Error("missing files pass the check")
	}
	if err := sync(dir, files, false); err != nil {
		t.Fatal(err)
	}
	if err := sync(dir, files, true); err != nil {
		t.Error(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "a/b.json"), []byte("{ }"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := sync(dir, files, true); err == nil {
		t.Error("a changed file passes the check")
	}
}
