package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A mistake in the program, wherever it happens, gives the terminal back, says
// where the report is, and loses nothing; the report has the stack and the
// version. NETSPLIT_PANIC makes the mistake.
func TestAPanicLeavesAReport(t *testing.T) {
	for _, where := range []string{"key", "draw", "command"} {
		t.Run(where, func(t *testing.T) {
			home := t.TempDir()
			t.Setenv("NETSPLIT_PANIC", where)
			t.Setenv("XDG_DATA_HOME", home)
			db := filepath.Join(home, "progress.db")
			term := start(t, 80, 24, "--db", db, "learn", "quorums")
			if where != "draw" {
				term.see("Quorums")
				term.press("j")
			}
			term.ends(1)
			reports, _ := filepath.Glob(filepath.Join(home, "netsplit", "crash-*.txt"))
			for end := time.Now().Add(patience); len(reports) == 0 && time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
				reports, _ = filepath.Glob(filepath.Join(home, "netsplit", "crash-*.txt"))
			}
			if len(reports) != 1 {
				t.Fatalf("reports: %v; the screen:\n%s", reports, term.text())
			}
			term.see("a mistake in netsplit stopped it", "The report is in")
			report, err := os.ReadFile(reports[0])
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range []string{"asked for by NETSPLIT_PANIC", "tui.(*guard)", "netsplit ", "go1."} {
				if !strings.Contains(string(report), want) {
					t.Errorf("the report lacks %q:\n%s", want, report)
				}
			}
			t.Setenv("NETSPLIT_PANIC", "")
			term = start(t, 80, 24, "--db", db)
			term.see("Quorums")
			term.press("q")
			term.ends(0)
		})
	}
}
