package tui_test

import (
	"os"
	"path/filepath"
	"testing"

	"netsplit/tui/page"
	"netsplit/tui/theme"
	"netsplit/tui/tuitest"
)

// Goal: an sql block in somebody's notes opens the experiment beside the text,
// its keys work there, esc returns to the text, and nothing stays behind.
func TestExperimentInNotes(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	file := filepath.Join(t.TempDir(), "notes.md")
	text := "# Isolation\n\nTwo sessions.\n\n```sql snapshot\n```\n\n## Gone\n\n```sql nosuch\n```\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	p := whole(t, page.Place{Page: "lesson", Target: file}, theme.Options{Dark: true})
	p.Resize(140, 45)
	p.Sees(t, "Experiment on a real database: What happens when a reader of an old snapshot")
	p.Keys("l")
	p.Outlasts(t, "setting the database up")
	p.Sees(t, "next: ben: BEGIN DEFERRED")
	p.Keys("enter")
	p.Outlasts(t, "at work")
	p.Sees(t, "in a transaction")
	p.Keys("tab")
	p.Type("SELECT 7 * 6")
	p.Keys("enter")
	p.Outlasts(t, "at work")
	p.Sees(t, "42")
	p.Keys("esc", "esc")
	p.Sees(t, "close lab")
	p.Keys("esc", "q")
	if !p.Ended() {
		t.Fatal("q does not end it")
	}
	if left, _ := filepath.Glob(filepath.Join(folder, "netsplit-sql-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// Goal: the experiments are reached from home, the palette and the search, and
// what they wrote is gone with the page.
func TestExperimentsAreFound(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	open := func(keys func(*tuitest.Program)) {
		t.Helper()
		p := whole(t, page.Place{}, theme.Options{Dark: true})
		keys(p)
		p.Outlasts(t, "setting the database up")
		p.Sees(t, "next: app: UPDATE account SET")
		p.Keys("esc", "q")
		if left, _ := filepath.Glob(filepath.Join(folder, "netsplit-sql-*")); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	}
	open(func(p *tuitest.Program) {
		p.Keys("ctrl+p")
		p.Type("sql transfer")
		p.Keys("enter")
	})
	open(func(p *tuitest.Program) {
		p.Keys("/")
		p.Type("transfer crashes half")
		p.Outlasts(t, "Reading everything")
		p.Keys("enter")
	})
	p := whole(t, page.Place{Page: "home", Target: "sql"}, theme.Options{Dark: true})
	p.Sees(t, "What can somebody do who types SQL into a form?")
}
