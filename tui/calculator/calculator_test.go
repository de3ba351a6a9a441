package calculator

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"netsplit/calc/catalogue"
	"netsplit/tui/page"
	"netsplit/tui/theme"
	"netsplit/tui/tuitest"
)

func open(t *testing.T, target, kept string) page.Page {
	t.Helper()
	env := page.Env{Theme: theme.New(theme.Options{Dark: true}), Journal: &page.Journal{}}
	p, err := New(env, catalogue.All(), page.Place{Page: "calculator", Target: target, State: json.RawMessage(kept)})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// screen is the page as text, w by h cells.
func screen(p page.Page, w, h int) string { return tuitest.Plain(p.View(w, h)) }

func wants(t *testing.T, got string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(got, part) {
			t.Errorf("no %q on the screen:\n%s", part, got)
		}
	}
}

// Goldens are the area between breadcrumb and status line: two lines less than
// the screen.
func TestGolden(t *testing.T) {
	for _, size := range []struct {
		name string
		w, h int
	}{{"40x12", 40, 10}, {"80x24", 80, 22}, {"100x30", 100, 28}, {"140x45", 140, 43}} {
		t.Run(size.name, func(t *testing.T) {
			tuitest.Golden(t, "nines", screen(open(t, "nines", ""), size.w, size.h))
			tuitest.Golden(t, "list", screen(open(t, "", ""), size.w, size.h))
			p := open(t, "nines", `{"values":{"availability":"101%"}}`)
			tuitest.Golden(t, "mistake", screen(p, size.w, size.h))
			p = open(t, "nines", `{"form":1,"values":{"downtime":"47m","per":"year"}}`)
			tuitest.Golden(t, "reverse", screen(p, size.w, size.h))
		})
	}
}

func TestSweep(t *testing.T) {
	for _, kept := range []string{"", `{"form":1}`, `{"values":{"availability":"101%"}}`,
		`{"values":{"availability":"` + strings.Repeat("9", 500) + `"}}`, `{"values":{"year":"365d,365.25d,365.2425d"},"field":"year","top":9}`} {
		p := open(t, "nines", kept)
		tuitest.Sweep(t, p.View)
	}
	tuitest.Sweep(t, open(t, "", "").View)
}

// The answer follows every key.
func TestFollowsTyping(t *testing.T) {
	p := open(t, "nines", "")
	wants(t, screen(p, 80, 22), "8 h 45 min 36 s")
	tuitest.Press(t, p, "backspace")
	tuitest.Type(t, p, "9%")
	wants(t, screen(p, 80, 22), "Downtime that 99.99% allows", "52 min 33.6 s")
}

// What is typed first replaces the value of an input that was just come to, by
// opening the page, by tab, by a click or by a paste, whatever its default. Keys
// that move and edit keep it, and what follows them is added to it.
func TestTypingReplaces(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(p page.Page)
		want string
	}{
		"typed":           {func(p page.Page) { tuitest.Type(t, p, "99%") }, "netsplit calc nines 99%"},
		"pasted":          {func(p page.Page) { p.Update(tea.PasteMsg{Content: "99.5%"}) }, "netsplit calc nines 99.5%"},
		"edited":          {func(p page.Page) { tuitest.Press(t, p, "backspace"); tuitest.Type(t, p, "5%") }, "netsplit calc nines 99.95%"},
		"moved":           {func(p page.Page) { tuitest.Press(t, p, "left"); tuitest.Type(t, p, "9") }, "netsplit calc nines 99.99%"},
		"to the end":      {func(p page.Page) { tuitest.Press(t, p, "end", "backspace"); tuitest.Type(t, p, "9%") }, "netsplit calc nines 99.99%"},
		"round and back":  {func(p page.Page) { tuitest.Press(t, p, "tab", "shift+tab"); tuitest.Type(t, p, "98%") }, "netsplit calc nines 98%"},
		"a second letter": {func(p page.Page) { tuitest.Type(t, p, "9"); tuitest.Type(t, p, "7%") }, "netsplit calc nines 97%"},
	} {
		p := open(t, "nines", `{"values":{"availability":"99.9%"}}`)
		c.do(p)
		if got := screen(p, 80, 60); !strings.Contains(got, c.want+"\n") {
			t.Errorf("%s: no %q on the screen:\n%s", name, c.want, got)
		}
	}
}

// A calculator opens with the keys at its first input that is typed.
func TestOpensAtTheFirstInput(t *testing.T) {
	for _, c := range catalogue.All() {
		want := ""
		for _, f := range c.Forms[0].Fields {
			if len(f.Choices) == 0 {
				want = f.Label
				break
			}
		}
		for _, line := range strings.Split(screen(open(t, c.Name, ""), 80, 22), "\n") {
			if rest, focused := strings.CutPrefix(line, "▸ "); focused && !strings.HasPrefix(rest, want) {
				t.Errorf("%s opens at %q, not at %s", c.Name, line, want)
			}
		}
	}
}

// A mistake stands under its input and leaves the last answer in sight.
func TestMistake(t *testing.T) {
	p := open(t, "nines", "")
	tuitest.Press(t, p, "backspace")
	tuitest.Type(t, p, "x")
	got := screen(p, 80, 22)
	wants(t, got, `✗ availability "99.9x" has "x" after the number`, "the last answer", "8 h 45 min 36 s")
	lines := strings.Split(got, "\n")
	for i, line := range lines {
		if strings.Contains(line, "✗") && !strings.Contains(lines[i-1], "availability  99.9x") {
			t.Errorf("the mistake is not under its input:\n%s", got)
		}
	}
	tuitest.Press(t, p, "backspace")
	if got := screen(p, 80, 22); strings.Contains(got, "✗") || strings.Contains(got, "the last answer") {
		t.Errorf("the mistake stays after it was put right:\n%s", got)
	}
}

// An emptied input is a mistake, not a return to the default.
func TestEmpty(t *testing.T) {
	p := open(t, "nines", "")
	tuitest.Press(t, p, "ctrl+u")
	wants(t, screen(p, 80, 22), "✗ availability is empty: type 99.95%, 0.9995 or 3 nines")
}

// Tab leads through all inputs and round; arrows change the conventions.
func TestConventions(t *testing.T) {
	p := open(t, "nines", "")
	tuitest.Press(t, p, "tab", "right")
	wants(t, screen(p, 80, 22), "as            < primer >", "8 h 45 min 57 s", "(year 365.2425d")
	tuitest.Press(t, p, "tab", "right", "space")
	wants(t, screen(p, 80, 30), "< 365.25d >", "8 h 45 min 58 s")
	tuitest.Press(t, p, "left", "left", "left")
	wants(t, screen(p, 120, 43), "< 365d,365.25d,365.2425d >", "Allowed downtime by year")
	before := screen(p, 80, 22)
	tuitest.Press(t, p, "tab", "tab", "tab", "tab", "tab")
	if after := screen(p, 80, 22); after != before {
		t.Errorf("five tabs do not lead round five inputs:\n%s", after)
	}
}

// The other way round is one of the choices, and keeps what both share.
func TestReverse(t *testing.T) {
	p := open(t, "nines", "")
	tuitest.Press(t, p, "shift+tab", "right")
	wants(t, screen(p, 80, 22), "availability from downtime", "99.8912%")
	tuitest.Press(t, p, "tab", "ctrl+u")
	tuitest.Type(t, p, "43m12s")
	wants(t, screen(p, 80, 22), "availability  99.9%")
	tuitest.Press(t, p, "up", "right")
	wants(t, screen(p, 80, 22), "Downtime that 99.9% allows")
}

// Several years side by side make no sense the other way round; the choice goes
// back to one.
func TestReverseOfSeveral(t *testing.T) {
	p := open(t, "nines", `{"field":"ask","values":{"year":"365d,365.25d,365.2425d"}}`)
	tuitest.Press(t, p, "right")
	if got := screen(p, 80, 22); strings.Contains(got, "✗") {
		t.Errorf("turning round makes a mistake:\n%s", got)
	}
}

// Esc leaves from any input; letters go into the text.
func TestLeaves(t *testing.T) {
	p := open(t, "nines", "")
	if got := tuitest.Type(t, p, "qhl?"); len(got) > 0 {
		t.Errorf("letters in an input asked for %v", got)
	}
	if got := tuitest.Press(t, p, "esc"); !reflect.DeepEqual(got, []tea.Msg{page.Back{}}) {
		t.Errorf("esc asked for %v", got)
	}
}

// Whatever was typed is there again, with the focus where it was.
func TestResumes(t *testing.T) {
	p := open(t, "nines", "")
	tuitest.Press(t, p, "ctrl+u")
	tuitest.Type(t, p, "4 nines")
	tuitest.Press(t, p, "tab", "right", "pgdown")
	first := screen(p, 80, 22)
	at := p.Place()
	if at.Page != "calculator" || at.Target != "nines" {
		t.Fatalf("the place is %+v", at)
	}
	again := open(t, at.Target, string(at.State))
	if got := screen(again, 80, 22); got != first {
		t.Errorf("resumed as\n%s\nbut was\n%s", got, first)
	}
	if !reflect.DeepEqual(again.Place(), at) {
		t.Errorf("the place changed to %s, was %s", again.Place().State, at.State)
	}
}

// A quiz that is open is there again, with what was typed and without the
// result.
func TestQuizResumes(t *testing.T) {
	p := open(t, "nines", "")
	tuitest.Press(t, p, "ctrl+t")
	tuitest.Type(t, p, "8 h")
	again := open(t, "nines", string(p.Place().State))
	got := screen(again, 80, 22)
	if first := screen(p, 80, 22); got != first || !strings.Contains(got, "8 h") || strings.Contains(got, "45 min") {
		t.Errorf("resumed as\n%s\nbut was\n%s", got, first)
	}
	tuitest.Press(t, again, "esc")
	if state := string(again.Place().State); strings.Contains(state, "asked") || strings.Contains(state, "guess") {
		t.Errorf("it was left, and is kept: %s", state)
	}
}

// A kept state that is no more understood opens the page with its defaults.
func TestOddStates(t *testing.T) {
	want := screen(open(t, "nines", ""), 80, 22)
	for _, kept := range []string{"null", "[]", `{"form":99}`, `{"form":-1,"top":-5}`, `{"field":"gone","values":{"gone":"x"}}`, "{", `"x"`} {
		got := screen(open(t, "nines", kept), 80, 22)
		if kept == `{"field":"gone","values":{"gone":"x"}}` {
			wants(t, got, "8 h 45 min 36 s")
		} else if got != want {
			t.Errorf("%s opens as\n%s", kept, got)
		}
	}
}

// Terminal escapes that are pasted or kept are never sent to the terminal.
func TestEscapes(t *testing.T) {
	for _, field := range []string{"availability", "month"} {
		p := open(t, "nines", `{"field":"`+field+`","values":{"availability":"\u001b[2J\u0007","year":"\u001b]0;x\u0007"}}`)
		p.Update(tea.PasteMsg{Content: "\x1b[31mx\r\n"})
		if got := screen(p, 80, 22); strings.ContainsAny(got, "\x1b\x07\r") {
			t.Errorf("with the focus on %s: %q", field, got)
		}
	}
}

// Without Unicode no sign outside of ASCII is drawn.
func TestASCII(t *testing.T) {
	env := page.Env{Theme: theme.New(theme.Options{ASCII: true, NoColour: true})}
	for _, kept := range []string{"", `{"form":1}`, `{"values":{"availability":"9 nines"}}`, `{"values":{"availability":"x"}}`} {
		p, err := New(env, catalogue.All(), page.Place{Target: "nines", State: json.RawMessage(kept)})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range screen(p, 100, 60) {
			if r > 0x7e {
				t.Fatalf("%q in\n%s", r, screen(p, 100, 60))
			}
		}
	}
}

func TestListOpens(t *testing.T) {
	p := open(t, "", "")
	wants(t, screen(p, 80, 22), "Nines", "how much downtime an availability allows", "8 h 45 min 36 s")
	want := page.Open{Place: page.Place{Page: "calculator", Target: "nines"}}
	if got := tuitest.Press(t, p, "enter"); !reflect.DeepEqual(got, []tea.Msg{want}) {
		t.Errorf("enter asked for %v", got)
	}
}

func TestNoSuchCalculator(t *testing.T) {
	_, err := New(page.Env{}, catalogue.All(), page.Place{Target: "nins"})
	if err == nil || err.Error() != `there is no calculator "nins": did you mean nines?` {
		t.Errorf("got %v", err)
	}
}

// A click on an input gives it the focus, a second one changes a choice, and the
// wheel scrolls the worksheet.
func TestMouse(t *testing.T) {
	p := open(t, "nines", "")
	screen(p, 80, 22)
	p.Update(tea.MouseClickMsg{X: 20, Y: 2, Button: tea.MouseLeft})
	wants(t, screen(p, 80, 22), "▸ as")
	p.Update(tea.MouseClickMsg{X: 20, Y: 2, Button: tea.MouseLeft})
	wants(t, screen(p, 80, 22), "< primer >")
	p.Update(tea.MouseWheelMsg{X: 20, Y: 15, Button: tea.MouseWheelDown})
	if got := screen(p, 80, 22); strings.Contains(got, "Downtime that 99.9% allows") {
		t.Errorf("the wheel does not scroll:\n%s", got)
	}
	p.Update(tea.MouseWheelMsg{X: 20, Y: 15, Button: tea.MouseWheelUp})
	p.Update(tea.MouseClickMsg{X: 20, Y: 200, Button: tea.MouseLeft})
	wants(t, screen(p, 80, 22), "Downtime that 99.9% allows")
}

// Goal: what is typed over "none" takes its place.
func TestTypingReplacesNone(t *testing.T) {
	p := open(t, "quorum", "")
	tuitest.Press(t, p, "tab", "tab", "tab")
	tuitest.Type(t, p, "wan")
	if text := screen(p, 80, 24); !strings.Contains(text, "latency  wan") || strings.Contains(text, "✗") {
		t.Error(text)
	}
}
