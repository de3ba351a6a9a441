package cli

import (
	"path/filepath"
	"testing"
	"time"

	"netsplit/content"
	"netsplit/store"
	"netsplit/tui/drill"
	"netsplit/tui/page"
	"netsplit/tui/theme"
)

// --untimed holds on the screen as in the dialogue: no clock is shown or runs.
func TestDrillUntimedOnTheScreen(t *testing.T) {
	db, _, err := store.Open(filepath.Join(t.TempDir(), "progress.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	env := page.Env{Theme: theme.New(theme.Options{}), Journal: &page.Journal{}, Now: time.Now}
	for untimed, clock := range map[bool]bool{true: false, false: true} {
		c := drillCommand{Problem: "url-shortener", Untimed: untimed}
		p, err := drill.Constructor(content.Embedded(), db)(env, c.place())
		if err != nil {
			t.Fatal(err)
		}
		if got := p.(page.Liner).Status() != ""; got != clock {
			t.Errorf("untimed %t: a clock in the status line: %t", untimed, got)
		}
		if ticks := p.(page.Starter).Init() != nil; ticks != clock {
			t.Errorf("untimed %t: the clock ticks: %t", untimed, ticks)
		}
	}
}
