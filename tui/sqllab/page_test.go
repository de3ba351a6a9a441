package sqllab

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"netsplit/tui/keymap"
	"netsplit/tui/page"
	"netsplit/tui/theme"
	"netsplit/tui/tuitest"
)

// begin opens an experiment, set up.
func begin(t *testing.T, name, kept string, o theme.Options) *Page {
	t.Helper()
	env := page.Env{Theme: theme.New(o), Journal: &page.Journal{}}
	p, err := New(env, page.Place{Page: "sql", Target: name, State: json.RawMessage(kept)})
	if err != nil {
		t.Fatal(err)
	}
	tuitest.Run(t, p, p.Init())
	t.Cleanup(func() {
		p.Leave()
		for _, failed := range env.Journal.Drain() {
			t.Error(failed)
		}
	})
	return p
}

// screen is the page as text, with the same time for every statement.
func screen(p *Page, w, h int) string {
	for i := range p.panes {
		for _, e := range p.panes[i].entries {
			e.result.Seconds, e.lines = 0.0015, nil
		}
	}
	return tuitest.Plain(p.View(w, h))
}

func wants(t *testing.T, p *Page, parts ...string) {
	t.Helper()
	got := screen(p, 140, 43)
	for _, part := range parts {
		if !strings.Contains(got, part) {
			t.Errorf("no %q on the screen:\n%s", part, got)
		}
	}
}

// typed types a line in the session with the focus and runs it.
func typed(t *testing.T, p *Page, text string) []tea.Msg {
	t.Helper()
	if !p.typing {
		tuitest.Press(t, p, "tab")
	}
	tuitest.Type(t, p, text)
	return tuitest.Press(t, p, "enter")
}

// Goldens are the area between breadcrumb and status line.
func TestGolden(t *testing.T) {
	fresh := begin(t, "transfer", "", theme.Options{Dark: true})
	middle := begin(t, "snapshot", `{"steps":5}`, theme.Options{Dark: true})
	tuitest.Press(t, middle, "enter")
	plans := begin(t, "query-plan", `{"steps":2}`, theme.Options{Dark: true})
	tuitest.Press(t, plans, "enter", "enter", "enter")
	form := begin(t, "injection", `{"steps":2}`, theme.Options{Dark: true})
	tuitest.Press(t, form, "f")
	tuitest.Type(t, form, "x' OR 1=1 --")
	tuitest.Press(t, form, "enter")
	ascii := begin(t, "transfer", `{"steps":3}`, theme.Options{ASCII: true, NoColour: true})
	for _, size := range []struct {
		name string
		w, h int
	}{{"40x12", 40, 10}, {"80x24", 80, 22}, {"100x30", 100, 28}, {"140x45", 140, 43}} {
		t.Run(size.name, func(t *testing.T) {
			for name, p := range map[string]*Page{"fresh": fresh, "middle": middle, "plans": plans, "form": form, "ascii": ascii} {
				tuitest.Golden(t, name, screen(p, size.w, size.h))
			}
		})
	}
	for name, p := range map[string]*Page{"fresh": fresh, "middle": middle, "plans": plans, "form": form} {
		t.Run("sweep "+name, func(t *testing.T) { tuitest.Sweep(t, p.View) })
	}
	for _, r := range screen(ascii, 100, 28) {
		if r > 0x7e {
			t.Fatalf("%q in\n%s", r, screen(ascii, 100, 28))
		}
	}
}

// Every step of every experiment comes to what it says on the page as well.
func TestStepsToTheEnd(t *testing.T) {
	for _, name := range []string{"transfer", "snapshot", "injection", "query-plan"} {
		p := begin(t, name, "", theme.Options{})
		for i := range p.lab.Steps {
			tuitest.Press(t, p, "enter")
			if !p.note.ok || p.note.number != i+1 {
				t.Errorf("%s, step %d: %+v", name, i+1, p.note)
			}
		}
		wants(t, p, "That was all")
		if got := tuitest.Press(t, p, "enter"); len(got) != 1 {
			t.Errorf("%s: after the end, enter asks for %v", name, got)
		}
	}
}

// Statements of one's own run in the session that they are typed in, with real
// errors, and what the experiment expected is told to have changed.
func TestOwnStatements(t *testing.T) {
	p := begin(t, "snapshot", "", theme.Options{})
	typed(t, p, "BEGIN IMMEDIATE")
	wants(t, p, "anna · in a transaction")
	tuitest.Press(t, p, "tab")
	typed(t, p, "UPDATE account SET balance = 5")
	wants(t, p, "database is locked (5)")
	typed(t, p, "anna: ROLLBACK")
	typed(t, p, "SELECT char(27) || '[31mred' AS x")
	wants(t, p, "␛[31mred")
	if strings.Contains(screen(p, 140, 43), "in a transaction") {
		t.Error("anna is still in a transaction")
	}
	typed(t, p, "UPDATE account SET balance = 5")
	tuitest.Press(t, p, "up")
	if got := p.panes[p.side].input.Value(); got != "UPDATE account SET balance = 5" {
		t.Errorf("up brings back %q", got)
	}
	tuitest.Press(t, p, "down", "esc", "enter", "enter")
	wants(t, p, "Not as the experiment has it")
}

// Several statements on a line run one after the other, and each shows what came
// of it, up to one that is stopped.
func TestSeveralStatements(t *testing.T) {
	p := begin(t, "free", "", theme.Options{})
	typed(t, p, "CREATE TABLE t(a); INSERT INTO t VALUES ('first;'), ('x'); SELECT count(*) AS many FROM t; SELECT nope; SELECT a AS last FROM t;")
	wants(t, p, "many", "no such column: nope", "last", "first;")
	if got := len(p.panes[p.side].entries); got != 5 {
		t.Errorf("%d statements were run, want 5", got)
	}
	if p.busy() || len(p.panes[p.side].behind) > 0 {
		t.Error("something is left to do")
	}
}

// A crash takes what was not committed, and both sessions see it.
func TestCrashByHand(t *testing.T) {
	p := begin(t, "free", "", theme.Options{})
	for _, s := range []string{"CREATE TABLE t (i)", "BEGIN", "INSERT INTO t VALUES (1)"} {
		typed(t, p, s)
	}
	tuitest.Press(t, p, "esc", "c")
	typed(t, p, "SELECT count(*) AS n FROM t")
	wants(t, p, "the process crashed", "  0")
	for i := range p.panes {
		if n := len(p.panes[i].entries); n == 0 || !p.panes[1].entries[0].step.Crash {
			t.Errorf("pane %d has %d entries", i, n)
		}
	}
}

// What never ends is stopped with esc, says for how long it runs, and the other
// session stays usable. Endless output is cut.
func TestStops(t *testing.T) {
	p := begin(t, "free", "", theme.Options{})
	at := time.Now()
	p.env.Now = func() time.Time { return at }
	const endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT "
	tuitest.Press(t, p, "tab")
	tuitest.Type(t, p, endless+"count(*) FROM n")
	cmd := p.Update(tuitest.Key("enter"))
	done := make(chan tea.Msg, 1)
	for _, c := range cmd().(tea.BatchMsg) {
		go func() {
			if m, ok := c().(taken); ok {
				done <- m
			}
		}()
	}
	at = at.Add(1200 * time.Millisecond)
	wants(t, p, "at work, or waiting for a lock: 1.2 s")
	if got := p.Status(); got != "at work" {
		t.Errorf("status %q", got)
	}
	tuitest.Press(t, p, "tab")
	typed(t, p, "SELECT 'free' AS still")
	wants(t, p, "still", "free")
	tuitest.Press(t, p, "esc")
	p.Update(<-done)
	wants(t, p, "stopped by hand")
	typed(t, p, endless+"i FROM n")
	wants(t, p, "more than is shown")
}

// The form gives the same text to both programs.
func TestForm(t *testing.T) {
	p := begin(t, "injection", "", theme.Options{})
	tuitest.Press(t, p, "f", "tab")
	p.form.inputs[0].Set("")
	tuitest.Type(t, p, "bob' --")
	tuitest.Press(t, p, "enter")
	left, right := p.panes[0].entries[0].result, p.panes[1].entries[0].result
	if len(left.Rows) != 1 || left.Rows[0][0] != "bob" || len(right.Rows) != 0 || right.Error != "" {
		t.Errorf("joined %+v, bound %+v", left, right)
	}
	tuitest.Press(t, p, "esc")
	if p.Typing() {
		t.Error("esc does not close the form")
	}
}

// It goes on at the step where it was left, and begins anew on request.
func TestResumesAndBeginsAnew(t *testing.T) {
	p := begin(t, "transfer", "", theme.Options{})
	tuitest.Press(t, p, "enter", "enter")
	again := begin(t, "transfer", string(p.Place().State), theme.Options{})
	if again.at != 2 {
		t.Fatalf("resumed at step %d", again.at)
	}
	tuitest.Press(t, again, "enter")
	if !again.note.ok {
		t.Errorf("%+v", again.note)
	}
	tuitest.Press(t, again, "r")
	if again.at != 0 || len(again.panes[0].entries) != 0 {
		t.Errorf("at step %d", again.at)
	}
	typed(t, again, "SELECT balance FROM account WHERE name = 'alice'")
	wants(t, again, "100")
	tuitest.Press(t, again, "tab")
	tuitest.Type(t, again, "SELECT 1")
	third := begin(t, "transfer", string(again.Place().State), theme.Options{})
	if !third.Typing() || third.side != again.side || third.panes[third.side].input.Value() != "SELECT 1" {
		t.Errorf("what was typed is gone: %+v", third.panes[third.side].input)
	}
	for _, odd := range []string{"null", "[]", `{"steps":-3}`, `{"steps":99}`, `{"side":7,"typed":["a"]}`, "{"} {
		begin(t, "free", odd, theme.Options{})
	}
}

// A click types into a session or takes the step; the wheel scrolls.
func TestMouse(t *testing.T) {
	p := begin(t, "snapshot", "", theme.Options{})
	screen(p, 80, 22)
	tuitest.Run(t, p, p.Update(tea.MouseClickMsg{X: 5, Y: p.spots.next.Y, Button: tea.MouseLeft}))
	if p.at != 1 {
		t.Error("a click on the step does not take it")
	}
	p.Update(tea.MouseClickMsg{X: 70, Y: 15, Button: tea.MouseLeft})
	if !p.typing || p.side != 1 {
		t.Errorf("typing %v, side %d", p.typing, p.side)
	}
	for range 8 {
		typed(t, p, "SELECT 1")
	}
	screen(p, 80, 22)
	p.Update(tea.MouseWheelMsg{X: 70, Y: 15, Button: tea.MouseWheelUp})
	if p.panes[1].scroll != 3 {
		t.Errorf("scrolled %d", p.panes[1].scroll)
	}
	p.Update(keymap.Press{Action: keymap.Bottom})
	if p.panes[1].scroll != 0 {
		t.Error("end does not scroll down")
	}
}

// What is typed over and pasted never reaches the terminal as it is.
func TestPastedEscapes(t *testing.T) {
	p := begin(t, "free", "", theme.Options{})
	tuitest.Press(t, p, "tab")
	p.Update(tea.PasteMsg{Content: "SELECT '\x1b[2J\x07' AS \"\x1b]0;x\"\r\n"})
	tuitest.Press(t, p, "enter")
	if got := screen(p, 80, 22); strings.ContainsAny(got, "\x1b\x07\r") {
		t.Errorf("%q", got)
	}
}

func TestNoSuchExperiment(t *testing.T) {
	for target, want := range map[string]string{"transfr": `did you mean "transfer"`, "": "say which experiment"} {
		if _, err := New(page.Env{}, page.Place{Target: target}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", target, err)
		}
	}
}

// A page that is left while it is being set up leaves nothing behind.
func TestLeftEarly(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	env := page.Env{Theme: theme.New(theme.Options{}), Journal: &page.Journal{}}
	p, err := New(env, page.Place{Target: "transfer"})
	if err != nil {
		t.Fatal(err)
	}
	cmd := p.Init()
	p.Leave()
	env.Journal.Drain()
	if got := tuitest.Run(t, p, cmd); !reflect.DeepEqual(got, []tea.Msg(nil)) || p.hold.run != nil {
		t.Errorf("asked for %v", got)
	}
}

// Beside a text the page is made anew, and then given what was half typed.
func TestHalfTypedStatementIsRestored(t *testing.T) {
	p := begin(t, "free", "", theme.Options{})
	p.Restore(json.RawMessage(`{"side":1,"typing":true,"typed":["SELECT 1","UPDATE t SET"]}`))
	if !p.Typing() || p.side != 1 || p.panes[0].input.Value() != "SELECT 1" || p.panes[1].input.Value() != "UPDATE t SET" {
		t.Errorf("side %d, typing %t, %q and %q", p.side, p.Typing(), p.panes[0].input.Value(), p.panes[1].input.Value())
	}
}
