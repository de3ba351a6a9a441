package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"netsplit/content"
	"netsplit/content/checklist"
)

// The main job, as a stranger does it: open a lesson, run its lab, cut the
// network, see a write fail and why, leave, and come back to the same place.
func TestALessonIsBrokenAndResumed(t *testing.T) {
	db := filepath.Join(t.TempDir(), "progress.db")

	term := start(t, 100, 30, "--db", db, "learn", "quorums")
	term.see("netsplit", "Quorums", "Three numbers and a coordinator")
	term.press("l")
	term.see("Lab: Two of five nodes", "run it here")
	term.press("l")
	term.see("store-1")
	term.press(":")
	term.see("tab")
	term.press("partition store-1 store-2 | store-3 store-4 store-5\r")
	term.see("nothing passes")
	term.press(":put cart bread via store-2\r")
	term.see("no-quorum")
	term.press("w")
	term.see("root cause", "partition store-1 store-2")
	term.press("q")
	term.ends(0)

	term = start(t, 100, 30, "--db", db)
	term.see("Quorums", "Two of five nodes", "nothing passes", "you put cart")
	term.kill()

	term = start(t, 100, 30, "--db", db)
	term.see("Quorums", "Two of five nodes", "nothing passes", "you put cart")
	term.press("\x03")
	term.ends(0)
}

// At every size down to nothing the program draws something and stays alive,
// also while the size changes under it.
func TestResizing(t *testing.T) {
	term := start(t, 140, 45, "--db", filepath.Join(t.TempDir(), "progress.db"))
	term.see("Welcome", "write milk")
	term.press("\x1b") // skip the first minute
	term.see("Start with")
	for _, size := range [][2]int{{80, 24}, {40, 12}, {39, 11}, {1, 1}, {200, 60}, {80, 24}} {
		term.resize(size[0], size[1])
	}
	term.see("Start with")
	term.press("q")
	term.ends(0)
}

// A file that can't be read is an error on the command line, before a screen
// opens.
func TestErrorBeforeTheScreen(t *testing.T) {
	term := start(t, 200, 24, "learn", filepath.Join(t.TempDir(), "missing.md"))
	term.see("there is nothing at this path")
	term.ends(1)
}

// At a terminal reset asks, and only yes deletes.
func TestResetAsks(t *testing.T) {
	db := filepath.Join(t.TempDir(), "progress.db")
	term := start(t, 200, 24, "--db", db, "--accessible", "drill", "url-shortener")
	term.see("interviewer:", "Ask a question", ">")
	term.press("quit\r")
	term.ends(0)
	for _, c := range []struct{ typed, said, after string }{
		{"no\r", "Nothing was deleted", "under way"},
		{"yes\r", "All progress is deleted", "You have not started yet"},
	} {
		term = start(t, 200, 24, "--db", db, "reset")
		term.see("Type yes to do it:")
		term.press(c.typed)
		term.see(c.said)
		term.ends(0)
		term = start(t, 200, 24, "--db", db, "progress")
		term.see(c.after)
		term.ends(0)
	}
}

// A dialogue that is killed goes on after the last line that was answered.
func TestDialogueSurvivesKill(t *testing.T) {
	db := filepath.Join(t.TempDir(), "progress.db")
	term := start(t, 120, 40, "--db", db, "--accessible", "drill", "url-shortener")
	term.see("interviewer:", "Ask a question", ">")
	term.press("how many links are created?\r")
	term.see("new links a month")
	term.kill()

	term = start(t, 120, 40, "--db", db, "--accessible")
	term.see("It goes on where you left it", "new links a month")
	term.press("\x03")
	term.ends(130)
}

// A run without end stops at ctrl+c, with the exit code that shells expect.
func TestInterrupt(t *testing.T) {
	term := start(t, 80, 24, "run", "default", "--until", "100000h")
	term.see("running default")
	term.press("\x03")
	term.ends(130)
}

// A drill and a review on the screen survive a kill: netsplit alone goes on
// with them, with what was said and answered.
func TestDrillAndReviewSurviveKill(t *testing.T) {
	db := filepath.Join(t.TempDir(), "progress.db")
	term := start(t, 100, 30, "--db", db, "drill", "url-shortener")
	term.see("Interviewer", "Ask a question")
	term.press("how many links are created?\r")
	term.see("new links a month")
	term.kill()
	term = start(t, 100, 30, "--db", db)
	term.see("how many links are created?", "new links a month")
	term.kill()

	term = start(t, 100, 30, "--db", db, "review", "high-availability")
	term.see(items(t, "1 of %d"), items(t, "0 of %d answered"))
	term.press("n")
	term.see(items(t, "2 of %d"), items(t, "1 of %d answered"))
	term.kill()
	term = start(t, 100, 30, "--db", db)
	term.see(items(t, "2 of %d"), items(t, "1 of %d answered"))
	term.press("\x03")
	term.ends(0)
}

// The report and the exit code of a review come from what was answered on the
// screen.
func TestReviewFailsOnFinding(t *testing.T) {
	folder := t.TempDir()
	report := filepath.Join(folder, "report.md")
	term := start(t, 100, 30, "--db", filepath.Join(folder, "progress.db"),
		"review", "high-availability", "--fail-on", "medium", "--report", report)
	term.see(items(t, "1 of %d"))
	term.press("n")
	term.see(items(t, "2 of %d"))
	term.press("\x03")
	term.ends(3)
	text, err := os.ReadFile(report)
	if err != nil || !strings.Contains(string(text), "### MEDIUM") {
		t.Errorf("the report: %v\n%s", err, text)
	}
}

// items puts the length of the checklist into a text.
func items(t *testing.T, format string) string {
	t.Helper()
	file, text, err := content.Embedded().ChecklistSource("high-availability")
	if err != nil {
		t.Fatal(err)
	}
	list, err := checklist.Parse(file, text)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf(format, len(list.Items))
}

// A lab begun line by line goes on on the screen, and the other way round.
func TestLabInBothForms(t *testing.T) {
	db := filepath.Join(t.TempDir(), "progress.db")
	term := start(t, 120, 40, "--db", db, "--accessible", "lab", "quorum-wrong-two")
	term.see("Type a step")
	term.press("partition store-1 store-2 | store-3 store-4 store-5\r")
	term.see("0.000 s  partition")
	term.press("put cart bread via store-2\r")
	term.see("put cart bread failed (no-quorum)")
	term.press("quit\r")
	term.ends(0)

	term = start(t, 120, 40, "--db", db)
	term.see("nothing passes", "you put cart", "resumed at")
	term.press(":heal\r")
	term.see("heal")
	term.press("q")
	term.ends(0)

	term = start(t, 120, 40, "--db", db, "--accessible")
	term.see("It goes on at")
	term.press("status\r")
	term.see("store: N 3, R 2, W 2")
	if strings.Contains(term.text(), "fault: partition") {
		t.Errorf("the heal of the screen is lost:\n%s", term.text())
	}
	term.press("why\r")
	term.see("put cart bread")
	term.press("quit\r")
	term.ends(0)
}
