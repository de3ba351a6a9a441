package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Goal: whatever takes long shows after a second that it works, and ends at
// ctrl+c with the exit code that shells expect, and takes the line away that said so.
func TestInterruptEveryLongCommand(t *testing.T) {
	for _, c := range []struct{ line, shown string }{
		{"calc queue --arrivals 100/30m --service 3m --servers 14 --simulate --runs 1000", "of 1000 runs"},
		{"calc quorum -n 3 -r 1 -w 1 --simulate --runs 1000", "of 1000 runs"},
		{"calc ring --keys 1M --simulate --runs 1000", "of 1000 runs"},
		{"calc cache --capacity 1k --zipf 0.9 --requests 1M --simulate --runs 1000", "of 1000 runs"},
		{"run quorum-one-and-one --seeds 1..10000000", "of 10000000 seeds"},
		{"run quorum-one-and-one --until 10000h", "running quorum-one-and-one"},
		{"check --initial 0 " + undecidable(t), "looking for an order: key"},
	} {
		t.Run(c.line[:8], func(t *testing.T) {
			term := start(t, 120, 24, strings.Fields(c.line)...)
			term.see(c.shown)
			term.press("\x03")
			term.ends(130)
			term.gone(c.shown)
		})
	}
}

// undecidable is a history with so many exchanges at once that the search for
// an order takes all the steps it may.
func undecidable(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	for key := range 20 {
		for _, end := range []string{"invoke", "ok"} {
			for i := range 40 {
				fmt.Fprintf(&b, `{"process":%d,"type":"%s","f":"cas","key":"k%d","value":[%d,%d]}`+"\n", i, end, key, i%5, (i*3+1)%5)
			}
		}
		for value := range 2 {
			fmt.Fprintf(&b, `{"process":99,"type":"invoke","f":"read","key":"k%d"}`+"\n", key)
			fmt.Fprintf(&b, `{"process":99,"type":"ok","f":"read","key":"k%d","value":%d}`+"\n", key, value)
		}
	}
	path := filepath.Join(t.TempDir(), "h.jsonl")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Goal: a reader that goes away, as head does, ends the program without a word.
func TestBrokenPipe(t *testing.T) {
	for _, line := range []string{
		"calc ring --keys 500k --place", "calc --json", "calc nines 99.9% --json", "schema", "man", "explain parameter",
		"calc cache --capacity 10 --zipf 0.9 --items 100 --requests 1k", "calc powers", "run cap-side-by-side --json",
	} {
		t.Run(line, func(t *testing.T) {
			command := exec.Command(os.Getenv("NETSPLIT_BINARY"), strings.Fields(line)...)
			command.Env = append(os.Environ(), "NETSPLIT_DB="+filepath.Join(t.TempDir(), "db"))
			r, w, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			var said bytes.Buffer
			command.Stdout, command.Stderr = w, &said
			if err := command.Start(); err != nil {
				t.Fatal(err)
			}
			w.Close()
			io.ReadFull(r, make([]byte, 1))
			r.Close()
			ended := make(chan struct{})
			go func() { command.Wait(); close(ended) }()
			select {
			case <-ended:
			case <-time.After(patience):
				command.Process.Kill()
				t.Fatal("it does not end")
			}
			if said.Len() > 0 {
				t.Errorf("it says %q", said.String())
			}
		})
	}
}
