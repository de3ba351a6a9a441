package welcome_test

import (
	"strings"
	"testing"
	"time"

	"netsplit/tui/page"
	"netsplit/tui/theme"
	"netsplit/tui/tuitest"
	"netsplit/tui/welcome"
)

func open(t *testing.T, o theme.Options) page.Page {
	t.Helper()
	p, err := welcome.New(page.Env{Theme: theme.New(o), Now: time.Now}, page.Place{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Goal: three keys write, cut the network and see a write fail, with the reason
// that the engine gives; the fourth heals it, and the last leads home.
func TestBrokenInThreeKeys(t *testing.T) {
	p := open(t, theme.Options{})
	see := func(name string, texts ...string) {
		t.Helper()
		screen := strings.Join(strings.Fields(tuitest.Plain(p.View(70, 40))), " ")
		for _, text := range texts {
			if !strings.Contains(screen, text) {
				t.Errorf("%s: %q is not on the screen:\n%s", name, text, tuitest.Plain(p.View(80, 22)))
			}
		}
		tuitest.Golden(t, name+" 80x24", tuitest.Plain(p.View(80, 22)))
	}
	see("start", "enter: write milk")
	tuitest.Press(t, p, "enter")
	see("written", "done in")
	tuitest.Press(t, p, "enter")
	see("cut", "The network is cut")
	tuitest.Press(t, p, "enter")
	see("failed", "failed, no-quorum", "Why", "partition")
	tuitest.Golden(t, "failed 100x30", tuitest.Plain(p.View(100, 28)))
	tuitest.Golden(t, "failed 140x45", tuitest.Plain(p.View(140, 43)))
	tuitest.Golden(t, "failed 40x12", tuitest.Plain(p.View(40, 10)))
	tuitest.Press(t, p, "enter")
	see("healed", "get cart: eggs", "The write that failed is there")
	asked := tuitest.Press(t, p, "enter")
	if len(asked) != 1 || asked[0] != (page.Back{}) {
		t.Errorf("asked %v", asked)
	}
}

// Goal: it can be skipped at any moment, and fits any window.
func TestSkip(t *testing.T) {
	for _, ascii := range []bool{false, true} {
		p := open(t, theme.Options{ASCII: ascii, Mono: true})
		for range 5 {
			if asked := tuitest.Press(t, p, "esc"); len(asked) != 1 || asked[0] != (page.Back{}) {
				t.Errorf("asked %v", asked)
			}
			tuitest.Sweep(t, p.View)
			tuitest.Press(t, p, "enter")
		}
	}
}
