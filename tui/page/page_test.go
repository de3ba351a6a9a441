package page_test

import (
	"errors"
	"strings"
	"testing"

	"netsplit/tui/page"
)

// What is saved is written in order, a batch at a time, and errors say what.
func TestJournal(t *testing.T) {
	var j page.Journal
	var log []string
	write := func(s string, err error) func() error {
		return func() error {
			log = append(log, s)
			return err
		}
	}
	if j.Busy() || j.Flush() != nil {
		t.Fatal("an empty journal has something to do")
	}
	j.Save("one", write("1", nil))
	j.Save("two", write("2", errors.New("disk full")))
	first := j.Flush()
	j.Save("three", write("3", nil))
	if j.Flush() != nil {
		t.Fatal("a second batch while the first is on its way")
	}
	saved := first().(page.Saved)
	if len(saved.Failed) != 1 || saved.Failed[0].Error() != "could not save two: disk full" {
		t.Errorf("failed: %v", saved.Failed)
	}
	if !j.Busy() {
		t.Error("not busy before Done")
	}
	j.Done()
	j.Flush()()
	j.Done()
	if got := strings.Join(log, ""); got != "123" || j.Busy() {
		t.Errorf("wrote %s", got)
	}
}

// The end of the program writes what a command was given but never wrote, once.
func TestJournalDrain(t *testing.T) {
	var j page.Journal
	n := 0
	count := func() error {
		n++
		return nil
	}
	j.Save("a", count)
	lost := j.Flush()
	j.Save("b", count)
	if failed := j.Drain(); len(failed) != 0 || n != 2 {
		t.Errorf("wrote %d, failed %v", n, failed)
	}
	lost()
	if n != 2 {
		t.Error("the batch was written twice")
	}
}

// A page without a journal saves nothing and does not panic.
func TestNilJournal(t *testing.T) {
	var j *page.Journal
	j.Save("x", func() error { t.Error("written"); return nil })
	if j.Busy() || j.Flush() != nil {
		t.Error("a nil journal is busy")
	}
}
