package main

import (
	"path/filepath"
	"testing"
	"time"
)

// alone is how long after esc another key is no longer one with alt.
const alone = 300 * time.Millisecond

// The first minute breaks a cluster with three keys, says why a write failed,
// and is not shown again unless asked for.
func TestTheFirstMinute(t *testing.T) {
	db := filepath.Join(t.TempDir(), "progress.db")
	term := start(t, 80, 24, "--db", db)
	term.see("Welcome", "1 of 5", "write milk")
	term.press("\r")
	term.see("2 of 5", "put cart milk")
	term.press("\r")
	term.see("3 of 5", "nothing passes")
	term.press("\r")
	term.see("4 of 5", "no-quorum", "Why", "partition store-1")
	term.press("\r")
	term.see("5 of 5", "get cart: eggs")
	term.press("\r")
	term.see("Start with")
	term.press("q")
	term.ends(0)

	term = start(t, 80, 24, "--db", db)
	term.see("Start with")
	term.press("q")
	term.ends(0)

	term = start(t, 80, 24, "--db", db, "--welcome")
	term.see("1 of 5")
	term.press("\x1b")
	term.see("Start with")
	term.press("q")
	term.ends(0)
}

// From the palette to a lesson, its lab, a search of all text and back out, with
// keys alone.
func TestPaletteAndSearch(t *testing.T) {
	term := start(t, 100, 30, "--db", filepath.Join(t.TempDir(), "progress.db"), "--theme", "light", "learn", "cap-theorem")
	term.see("CAP")
	term.press("\x10") // ctrl+p
	term.see("Open or do")
	term.press("lesson quorums\r")
	term.see("Quorums", "Three numbers")
	term.press("\x06") // ctrl+f
	term.see("Search", "Type a word")
	term.press("belongs to a key")
	term.see("A quorum belongs to a key")
	term.press("\r")
	term.see("Search › Quorums", "A quorum belongs to a key")
	term.press("y")
	term.see("Copied")
	term.press("\x10")
	term.see("Open or do")
	term.press("theme dark\r")
	term.see("Theme dark")
	term.press("?")
	term.see("what it does")
	term.press("quit")
	term.see("leave netsplit")
	term.press("\x1b")
	time.Sleep(alone)
	term.press("q")
	term.ends(0)
}

// A megabyte pasted into an input and into none does no harm.
func TestAMegabyteIsPasted(t *testing.T) {
	db := filepath.Join(t.TempDir(), "progress.db")
	for _, keys := range []string{"", "\x10", "\x06"} {
		term := start(t, 80, 24, "--db", db, "learn", "quorums")
		term.see("Quorums")
		if keys != "" {
			term.press(keys)
			term.see(map[string]string{"\x10": "Open or do", "\x06": "Type a word"}[keys])
		}
		paste := make([]byte, 1<<20)
		for i := range paste {
			paste[i] = "quorum q\n"[i%9]
		}
		term.press("\x1b[200~" + string(paste) + "\x1b[201~")
		if keys != "" {
			term.press("\x1b")
			time.Sleep(alone)
		}
		term.see("Three numbers")
		term.press("\x03")
		term.ends(0)
	}
}

// A terminal that can't draw, and a locale without UTF-8, get what they can show.
func TestPoorTerminals(t *testing.T) {
	db := filepath.Join(t.TempDir(), "progress.db")
	t.Setenv("LC_ALL", "de_DE.ISO-8859-1")
	term := start(t, 80, 24, "--db", db, "learn", "quorums")
	term.see("netsplit > Quorums")
	term.press("q")
	term.ends(0)
}
