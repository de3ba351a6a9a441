package lab

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"netsplit/content"
	"netsplit/engine/clock"
	"netsplit/engine/scenario"
	"netsplit/store"
	"netsplit/tui/page"
	"netsplit/tui/player"
	"netsplit/tui/scene"
	"netsplit/tui/theme"
	"netsplit/tui/tuitest"
)

// shop is the scenario of these tests. It is not the built-in one, so that its
// pictures change only when the lab or the engine does.
const shop = "testdata/shop.yaml"

// rig is a lab on the real engine and a clock that moves by hand.
type rig struct {
	t   testing.TB
	p   *Page
	now time.Time
	env page.Env
}

func newRig(t testing.TB, o theme.Options, db player.Sessions) *rig {
	t.Helper()
	r := &rig{t: t, now: time.Unix(0, 0)}
	r.env = page.Env{Theme: theme.New(o), Journal: &page.Journal{}, Now: func() time.Time { return r.now }}
	p, err := Constructor(content.Embedded(), db)(r.env, page.Place{Page: "lab", Target: shop, State: State(1)})
	if err != nil {
		t.Fatal(err)
	}
	r.p = p.(*Page)
	return r
}

// pass lets wall time go by, frame by frame.
func (r *rig) pass(d time.Duration) {
	const frame = 40 * time.Millisecond
	for range d / frame {
		r.now = r.now.Add(frame)
		r.p.Update(r.p.player.Awaited())
	}
}

// press presses keys without waiting for the commands they start: time is ours.
func (r *rig) press(keys ...string) {
	r.t.Helper()
	for _, k := range keys {
		r.key(k)
	}
}

func (r *rig) key(name string) tea.Cmd {
	r.t.Helper()
	if r.p.Typing() {
		return r.p.Update(tuitest.Key(name))
	}
	for _, b := range r.p.Help() {
		for _, k := range b.Keys {
			if k == name {
				return r.p.Update(press(b.Action, k))
			}
		}
	}
	r.t.Fatalf("the key %s does nothing here", name)
	return nil
}

func (r *rig) typed(text string) {
	for _, c := range text {
		name := string(c)
		if c == ' ' {
			name = "space"
		}
		r.p.Update(tuitest.Key(name))
	}
}

func (r *rig) screen(w, h int) string { return tuitest.Plain(r.p.View(w, h)) }

func (r *rig) sees(w, h int, texts ...string) {
	r.t.Helper()
	s := strings.Join(strings.Fields(r.screen(w, h)), " ")
	for _, text := range texts {
		if !strings.Contains(s, text) {
			r.t.Errorf("%q is not on the screen:\n%s", text, r.screen(w, h))
		}
	}
}

// broken is the journey of the first five minutes: run, cut a node off, write
// through it, see it fail.
func broken(t testing.TB, o theme.Options, db player.Sessions) *rig {
	r := newRig(t, o, db)
	r.press("space")
	r.pass(3 * time.Second)
	r.press("p")
	r.pass(time.Second)
	r.press("u")
	r.pass(time.Second)
	r.press("space")
	return r
}

func TestScreens(t *testing.T) {
	sizes := []tuitest.Size{{W: 80, H: 22}, {W: 100, H: 28}, {W: 140, H: 43}, {W: 60, H: 41}}
	for _, o := range []theme.Options{{Dark: true}, {ASCII: true}} {
		start, after := newRig(t, o, nil), broken(t, o, nil)
		mode := ""
		if o.ASCII {
			mode = "-ascii"
		}
		for _, s := range sizes {
			name := fmt.Sprintf("%dx%d%s", s.W, s.H, mode)
			tuitest.Golden(t, "start-"+name, start.screen(s.W, s.H))
			tuitest.Golden(t, "broken-"+name, after.screen(s.W, s.H))
		}
		after.press("enter")
		for _, s := range sizes {
			tuitest.Golden(t, fmt.Sprintf("why-%dx%d%s", s.W, s.H, mode), after.screen(s.W, s.H))
		}
	}
}

func TestSweep(t *testing.T) {
	r := broken(t, theme.Options{}, nil)
	tuitest.Sweep(t, r.p.View)
	r.press("f") // the random keys of TestAnyKeys see every other state at many sizes
	tuitest.Sweep(t, r.p.View)
	r.press("esc", ":")
	r.typed("partition store-1 ")
	tuitest.Sweep(t, r.p.View)
}

// A stranger at 80x24: the hint leads from the partition to the failure to its
// root cause.
func TestFromPartitionToRootCause(t *testing.T) {
	r := newRig(t, theme.Options{}, nil)
	r.sees(80, 22, "space runs it", "x crashes it", "p cuts it off")
	r.press("space")
	r.pass(3 * time.Second)
	r.press("p")
	r.sees(80, 22, "nothing passes", "partition store-1 | store-2")
	r.pass(time.Second)
	r.press("u")
	r.pass(time.Second)
	r.sees(80, 22, "no-quorum", "enter shows why")
	r.press("enter")
	r.sees(80, 22, "you saw,", "root cause,", "partition store-1")
	e := r.p.explanation()
	if last := e.Chain[len(e.Chain)-1]; !strings.Contains(last.Text, "artition store-1") {
		t.Errorf("the root cause is %q", last.Text)
	}
	if o, ok := r.p.LatestOperation(); !ok || o.Code != "no-quorum" {
		t.Errorf("the latest operation is %v", o)
	}
	r.press("H", "r")
	r.pass(time.Second)
	if o, _ := r.p.LatestOperation(); o.Outcome != "ok" {
		t.Errorf("after healing a get is %s: %s", o.Outcome, o.Detail)
	}
	if m, ok := r.p.Metric("users.availability"); !ok || m.Value <= 0 || m.Value >= 1 {
		t.Errorf("users.availability is %v", m)
	}
}

// Every entry of the fault menu, for a node of each component, makes a step of
// the grammar that the cluster carries out; and every fault fits something.
func TestFaultKeysAreSteps(t *testing.T) {
	fits := map[fault]bool{faultMessage: true}
	nodes := newRig(t, theme.Options{}, nil)
	for _, component := range nodes.p.Snapshot().Components {
		probe := newRig(t, theme.Options{}, nil)
		probe.p.node = component.Members[0]
		probe.p.key = "cart"
		for _, f := range probe.p.fittingFaults() {
			fits[f] = true
			if f == faultMessage {
				continue
			}
			r := newRig(t, theme.Options{}, nil)
			r.press("space")
			r.pass(time.Second)
			r.p.node, r.p.key = component.Members[0], "cart"
			c, err := r.p.command(f)
			if err != nil {
				t.Fatalf("%s: %v", f.entry().key, err)
			}
			step, err := scenario.ParseStep(c.String())
			if err != nil || step.Command.String() != c.String() {
				t.Errorf("%s: %q does not parse back: %v", f.entry().key, c, err)
			}
			before := len(r.p.player.Marks())
			r.press("f", f.entry().key)
			if r.p.said.bad {
				t.Errorf("%s on %s: %s", f.entry().key, component.Name, r.p.said.text)
			}
			if len(r.p.player.Marks()) != before+1 {
				t.Errorf("%s on %s: the step %q is not in the history", f.entry().key, component.Name, c)
			}
		}
	}
	for f := range faults {
		if !fits[f] && f != faultPromote { // nothing in the shop has a leader
			t.Errorf("%q fits nothing", f.entry().meaning)
		}
	}
}

func TestSameKeyUndoes(t *testing.T) {
	r := newRig(t, theme.Options{}, nil)
	for _, c := range []struct{ key, first, second string }{
		{"x", "crash store-1", "restart store-1"}, {"z", "pause store-1", "restart store-1"}, {"s", "slow store-1 by 200ms", "slow store-1 by 0s"},
	} {
		for _, want := range []string{c.first, c.second} {
			r.press(c.key)
			if got := r.p.said.text; got != "done: "+want {
				t.Errorf("%s: %q, want %q", c.key, got, want)
			}
		}
	}
}

func TestPrompt(t *testing.T) {
	r := newRig(t, theme.Options{}, nil)
	r.press(":")
	r.typed("partion store-1")
	r.sees(100, 28, "did you mean partition?")
	r.press("enter")
	r.sees(100, 28, `unknown step "partion"`, "partition A B | C D")
	for range len("partion store-1") {
		r.p.Update(tuitest.Key("backspace"))
	}
	r.typed("crash nobody")
	r.press("enter")
	if !r.p.prompt.open || !strings.Contains(r.p.prompt.err, "nobody") {
		t.Errorf("no error for a node that isn't there: %q", r.p.prompt.err)
	}
	r.press("esc", ":")
	r.typed("put cart milk via store-2")
	r.press("enter")
	r.pass(time.Second)
	if o, ok := r.p.LatestOperation(); !ok || o.Name != "put cart milk" || r.p.key != "cart" {
		t.Errorf("latest operation %+v, key %s", o, r.p.key)
	}
	r.press(":", "up")
	if got := r.p.prompt.input.Value(); got != "put cart milk via store-2" {
		t.Errorf("up brings %q", got)
	}
	r.press("down")
	if got := r.p.prompt.input.Value(); got != "" {
		t.Errorf("down brings %q", got)
	}
}

func TestCompletion(t *testing.T) {
	r := newRig(t, theme.Options{}, nil)
	for _, c := range []struct{ typed, want string }{
		{"par", "partition "},
		{"crash sto", "crash store"},
		{"put cart milk vi", "put cart milk via "},
		{"put cart milk via store-3", "put cart milk via store-3 "},
		{"put cart milk with n", "put cart milk with n=1"},
		{"get cart with r=2", "get cart with r=2 "},
		{"fail z", "fail zone "},
		{"check lin", "check linearizable "},
		{"set store.re", "set store.replicas"},
		{"expect users.av", "expect users.availability "},
		{"heal", "heal "},
	} {
		r.press(":")
		r.typed(c.typed)
		r.press("tab")
		if got := r.p.prompt.input.Value(); got != c.want {
			t.Errorf("tab after %q gives %q, want %q", c.typed, got, c.want)
		}
		r.press("esc")
	}
}

// Goal: why, at the prompt, answers for a component with all its members.
func TestWhyAtThePrompt(t *testing.T) {
	r := newRig(t, theme.Options{}, nil)
	r.press("space")
	r.pass(time.Second)
	ask := func(text string) {
		r.press(":")
		r.typed(text)
		r.press("enter")
	}
	ask("crash store-2")
	ask("why store")
	r.sees(100, 40, "store-2 is crashed since", "crash store-2")
	ask("why stoer")
	r.sees(100, 40, "no node or component is called stoer")
	r.press("esc")
	ask("why store-2")
	r.sees(100, 40, "store-2 is crashed since")
	ask("why")
	if r.p.prompt.open {
		t.Error("the prompt stays open")
	}
}

func TestRewind(t *testing.T) {
	r := broken(t, theme.Options{}, nil)
	was := r.p.player.Now()
	r.press(",", ",", ",")
	r.pass(time.Second)
	if got := was.Sub(r.p.player.Now()); got != 3*time.Second {
		t.Errorf("went back %v", got)
	}
	if r.p.player.Running() {
		t.Error("runs after a rewind")
	}
	if len(r.p.Snapshot().Faults) != 0 {
		t.Error("the partition is there before it was made")
	}
	r.press(">")
	r.pass(3 * time.Second)
	if len(r.p.Snapshot().Faults) != 1 {
		t.Error("the partition did not come back")
	}
	r.press("t", "left")
	r.pass(2 * time.Second)
	if got := r.p.player.Now().Sub(was); got != 6*time.Second {
		t.Errorf("the time line went to %v after where it was", got)
	}
}

// Killed at any moment, the lab opens again at the same one.
func TestResume(t *testing.T) {
	db, _, err := store.Open(filepath.Join(t.TempDir(), "db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	r := broken(t, theme.Options{}, db)
	if failed := r.env.Journal.Drain(); failed != nil {
		t.Fatal(failed)
	}
	again := newRig(t, theme.Options{}, db)
	again.pass(time.Second)
	again.sees(140, 43, "resumed at "+r.p.player.Now().String()+"; space runs on")
	a, b := r.p.Snapshot(), again.p.Snapshot()
	if a.Time != b.Time || len(a.Log) != len(b.Log) || a.Clients[0].Total != b.Clients[0].Total || len(b.Faults) != 1 {
		t.Errorf("it was at %s with %d requests, now at %s with %d", a.Time, a.Clients[0].Total, b.Time, b.Clients[0].Total)
	}
	if again.p.player.Running() {
		t.Error("it runs by itself")
	}
}

// What failed before is listed again after a resume, which passes it in one
// jump: the snapshot holds only the latest 200 operations.
func TestResumeListsOldFailures(t *testing.T) {
	db, _, err := store.Open(filepath.Join(t.TempDir(), "db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	r := broken(t, theme.Options{}, db)
	r.press("H", "space")
	r.pass(9 * time.Second)
	r.press("space")
	want := r.p.listed()
	if failed := r.env.Journal.Drain(); failed != nil {
		t.Fatal(failed)
	}
	again := newRig(t, theme.Options{}, db)
	again.pass(time.Second)
	got := again.p.listed()
	if oldest := again.p.Snapshot().Operations[0]; len(want) == 0 || want[0].End > oldest.Start {
		t.Fatal("the failures are among the latest 200: this proves nothing")
	}
	if len(got) != len(want) {
		t.Errorf("%d operations are listed, %d were before", len(got), len(want))
	}
}

// With one pane on the screen, a click on the name of another shows that.
func TestClickOnPaneName(t *testing.T) {
	r := newRig(t, theme.Options{}, nil)
	for name, title := range map[string]string{"3 replicas": "replicas of store", "8 log": "8 log", "1 ring": "1 ring"} {
		line := strings.Split(r.screen(80, 22), "\n")[2]
		x := strings.Index(line, name)
		if x < 0 {
			t.Fatalf("no %q in %q", name, line)
		}
		r.p.Update(tea.MouseClickMsg{X: x, Y: 2, Button: tea.MouseLeft})
		if got := strings.Split(r.screen(80, 22), "\n")[3]; !strings.Contains(got, title) {
			t.Errorf("after a click on %q: %s", name, got)
		}
	}
}

// click presses the mouse where a text stands on the screen, at its n-th place
// from the top.
func (r *rig) click(w, h int, text string, n int) {
	r.t.Helper()
	for y, line := range strings.Split(r.screen(w, h), "\n") {
		before, _, ok := strings.Cut(line, text)
		if !ok {
			continue
		}
		if n == 0 {
			r.p.Update(tea.MouseClickMsg{X: scene.Width(before), Y: y, Button: tea.MouseLeft})
			return
		}
		n--
	}
	r.t.Fatalf("no %q on the screen:\n%s", text, r.screen(w, h))
}

// A click on the time line goes to that moment, back and forth.
func TestClickOnTimeLine(t *testing.T) {
	r := broken(t, theme.Options{}, nil)
	end := r.p.player.Now()
	for _, w := range []int{40, 80, 140} {
		r.screen(w, 30)
		line := r.p.line
		for _, c := range []struct {
			x    int
			want clock.Time
		}{{0, 0}, {3, 0}, {line.W - 1, end}, {3 + (line.W-11)/2, end / 2}, {line.W - 8, end}} {
			r.p.Update(tea.MouseClickMsg{X: c.x, Y: line.Y, Button: tea.MouseLeft})
			r.pass(2 * time.Second)
			if got := r.p.player.Now(); got.Sub(c.want).Abs() > end.Sub(0)/time.Duration(line.W-13) {
				t.Errorf("%d wide, column %d: at %s, want %s", w, c.x, got, c.want)
			}
		}
	}
	if r.p.player.Running() || r.p.player.End() != end {
		t.Errorf("running %t, and the run ends at %s instead of %s", r.p.player.Running(), r.p.player.End(), end)
	}
}

// A click on an operation selects it and leaves the list as it is; a second one
// shows why it failed.
func TestClickOnOperation(t *testing.T) {
	r := broken(t, theme.Options{}, nil)
	for range 3 {
		r.press("u")
		r.pass(time.Second)
	}
	r.press("6", "m", "space")
	r.pass(2 * time.Second)
	r.press("space")
	list := r.p.listed()
	if len(list) < 20 {
		t.Fatalf("%d operations are too few for this", len(list))
	}
	before := r.screen(80, 22)
	y := strings.Count(before[:strings.Index(before, fmt.Sprintf("%7.3f", list[14].Start.Seconds()))], "\n")
	click := tea.MouseClickMsg{X: 10, Y: y, Button: tea.MouseLeft}
	r.p.Update(click)
	if r.p.op != list[14].ID || r.p.focus != paneOperations {
		t.Fatalf("selected %d, want %d, in the pane %s", r.p.op, list[14].ID, r.p.focus)
	}
	rows := func(screen string) string { return strings.Join(strings.Split(screen, "\n")[3:21], "\n") }
	if rows(r.screen(80, 22)) != rows(before) {
		t.Errorf("the click moved the list:\n%s\nbefore:\n%s", r.screen(80, 22), before)
	}
	r.p.Update(click)
	if r.p.focus != paneWhy || r.p.why.operation != list[14].ID {
		t.Errorf("the second click leads to the pane %s, why %d", r.p.focus, r.p.why.operation)
	}
}

// A click on a node selects it, on the ring, in the system and over the replicas.
func TestClickOnNode(t *testing.T) {
	r := broken(t, theme.Options{}, nil)
	for _, c := range []struct{ pane, text, node string }{
		{"1", "store-4 up", "store-4"}, {"2", "●2││", "web-2"}, {"3", "●3", "store-3"},
	} {
		r.press(c.pane)
		r.click(100, 44, c.text, 0)
		if r.p.node != c.node {
			t.Errorf("a click on %q selects %q", c.text, r.p.node)
		}
	}
	r.press("1")
	r.click(100, 44, "store-5 up", 0)
	r.click(100, 44, "store-5 up", 0)
	if r.p.focus != paneWhy || r.p.why.node != "store-5" {
		t.Errorf("a second click leads to the pane %s, why %q", r.p.focus, r.p.why.node)
	}
	r.press("m", "f")
	before := r.p.node
	r.p.View(100, 44) // the menu is where it was drawn
	at := r.p.over.box
	r.p.Update(tea.MouseClickMsg{X: at.X + 20, Y: at.Y + 3, Button: tea.MouseLeft})
	if r.p.menu == nil || r.p.menu.at != 2 || r.p.node != before {
		t.Errorf("a click in the menu: %+v, node %s", r.p.menu, r.p.node)
	}
	r.p.Update(tea.MouseClickMsg{X: at.X, Y: at.Y - 1, Button: tea.MouseLeft})
	if r.p.menu != nil || r.p.node != before {
		t.Error("a click beside the menu does not close it, or goes through")
	}
}

// Looking in keeps nothing, and a session is not shared with another seed.
func TestSessionBeginsWithAStep(t *testing.T) {
	db, _, err := store.Open(filepath.Join(t.TempDir(), "db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	r := newRig(t, theme.Options{}, db)
	r.env.Journal.Drain()
	if sessions, _ := db.Sessions("lab"); len(sessions) != 0 {
		t.Errorf("%d sessions before anything was done", len(sessions))
	}
	r.press("x")
	r.env.Journal.Drain()
	p, err := Constructor(content.Embedded(), db)(r.env, page.Place{Page: "lab", Target: shop, State: State(99)})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(p.(*Page).player.Marks()); n != 0 {
		t.Errorf("another seed took over %d steps", n)
	}
}

func TestSaveSession(t *testing.T) {
	r := broken(t, theme.Options{}, nil)
	dir := t.TempDir()
	r.p.options.Directory = dir
	save := func(keys ...string) {
		r.press("S")
		for _, k := range keys {
			if cmd := r.key(k); cmd != nil {
				r.p.Update(cmd())
			}
		}
	}
	save("enter")
	path := filepath.Join(dir, "shop-session.yaml")
	r.sees(140, 43, "saved as "+path)
	sc, err := scenario.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(sc.Steps) != 3 || sc.Steps[0].Command.String() != "partition store-1 | store-2 store-3 store-4 store-5" || sc.Steps[2].String() != "at 5s wait 0s" {
		t.Errorf("saved steps: %v", sc.Steps)
	}
	if err := os.WriteFile(path, []byte("precious"), 0o644); err != nil {
		t.Fatal(err)
	}
	save("enter", "n")
	if got, _ := os.ReadFile(path); string(got) != "precious" {
		t.Error("overwritten without being asked to")
	}
	save("enter", "y")
	if got, _ := os.ReadFile(path); string(got) == "precious" {
		t.Error("not overwritten though asked to")
	}
}

func TestUnknownScenario(t *testing.T) {
	env := page.Env{Theme: theme.New(theme.Options{}), Journal: &page.Journal{}, Now: time.Now}
	for target, want := range map[string]string{"defualt": `did you mean "default"?`, "./nothing.yaml": "there is no such file", "zzzzzz": "the built-in ones are"} {
		_, err := Constructor(content.Embedded(), nil)(env, page.Place{Target: target})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", target, err)
		}
	}
}

// Operations by hand stay listed when traffic has pushed them out of the
// snapshot, and a rewind forgets what has not happened yet.
func TestOwnOperationsStay(t *testing.T) {
	r := broken(t, theme.Options{}, nil)
	r.press("space")
	r.pass(20 * time.Second)
	if o, ok := r.p.LatestOperation(); !ok || !o.Manual {
		t.Error("the learner's own operation is gone")
	}
	r.press("<", "<")
	r.pass(2 * time.Second)
	r.press("<")
	r.pass(2 * time.Second)
	if o, ok := r.p.LatestOperation(); ok {
		t.Errorf("%s is listed at %s, before it happened", o.Name, r.p.player.Now())
	}
}

// The script runs step by step with one key, and every step holds.
func TestScript(t *testing.T) {
	r := newRig(t, theme.Options{}, nil)
	steps := len(r.p.Snapshot().Script)
	for range 3 * steps {
		if _, more := r.p.player.Cluster().NextStep(); !more {
			break
		}
		r.press("n")
		r.pass(200 * time.Millisecond)
		if r.p.said.bad {
			t.Fatalf("%s", r.p.said.text)
		}
		if _, more := r.p.player.Cluster().NextStep(); more {
			r.sees(140, 43, "n goes on")
		}
	}
	for _, s := range r.p.Snapshot().Script {
		if s.State != "done" {
			t.Errorf("%s is %s: %s", s.Text, s.State, s.Message)
		}
	}
	r.sees(100, 28, fmt.Sprintf("step %d of %d: expect value milk; the script is over: all %d steps done", steps, steps, steps))
	r.sees(40, 10, "the script is over: all 9 steps done")
	r.press("n")
	over := fmt.Sprintf("the script is over: all %d steps done", steps)
	if r.p.said.bad || r.p.said.text != over {
		t.Errorf("one n more says %q, bad %t", r.p.said.text, r.p.said.bad)
	}
	r.sees(80, 22, over)
}

// A script that ends with a failure says how many steps failed; one whose last
// step goes on does not promise another.
func TestScriptEnds(t *testing.T) {
	r := scripted(t, "  - expect value milk\n  - wait 1s\n  - expect users.p99 < 1us\n")
	r.press("n")
	r.sees(140, 43, "step 1 of 3: expect value milk failed:")
	r.press("n", "n", "n") // the second ends the wait at once
	r.sees(140, 43, "step 3 of 3: expect users.p99 < 1us failed:", "the script is over: 2 of 3 steps failed")
	r.press("n")
	if r.p.said.bad {
		t.Errorf("one n more complains: %s", r.p.said.text)
	}
	r.sees(80, 22, "the script is over: 2 of 3 steps failed")

	r = scripted(t, "  - put cart milk\n  - wait 1s\n")
	r.press("n")
	r.pass(time.Second)
	r.press("n")
	r.sees(80, 22, "step 2 of 2: wait 1s. It is the last step")
	r.pass(2 * time.Second)
	r.sees(80, 22, "step 2 of 2: wait 1s; the script is over: all 2 steps done")

	r = scripted(t, "")
	r.press("n")
	if r.p.said.bad {
		t.Errorf("without a script n complains: %s", r.p.said.text)
	}
	r.sees(80, 22, "no steps of its own")
}

// scripted is a lab on the shop with other steps.
func scripted(t *testing.T, steps string) *rig {
	t.Helper()
	text, err := os.ReadFile(shop)
	if err != nil {
		t.Fatal(err)
	}
	design, _, _ := strings.Cut(string(text), "steps:")
	if steps != "" {
		design += "steps:\n" + steps
	}
	sc, err := scenario.Parse("shop.yaml", []byte(design))
	if err != nil {
		t.Fatal(err)
	}
	r := newRig(t, theme.Options{}, nil)
	if r.p, err = New(r.env, Options{Scenario: sc}); err != nil {
		t.Fatal(err)
	}
	return r
}

// Reset drops a sitting only when it is asked for twice in a row.
func TestResetAsks(t *testing.T) {
	r := newRig(t, theme.Options{}, nil)
	r.press("space")
	r.pass(time.Second)
	r.press("R")
	if now := r.p.player.Now(); now != 0 {
		t.Errorf("without steps R asks: at %s", now)
	}
	r.press("x", "z")
	for _, keeps := range []string{"esc", "tab", "space"} {
		r.press("R")
		r.sees(40, 10, "R again resets; esc keeps the 2 steps")
		r.press(keeps)
		r.press("R", "esc")
		if n := len(r.p.player.Marks()); n != 2 {
			t.Fatalf("R, %s, R: %d steps are left of 2", keeps, n)
		}
	}
	r.press("R", "R")
	if n := len(r.p.player.Marks()); n != 0 || r.p.player.Now() != 0 {
		t.Errorf("R twice leaves %d steps, at %s", n, r.p.player.Now())
	}
}

func BenchmarkFrame140x45(b *testing.B) {
	r := broken(b, theme.Options{Dark: true}, nil)
	for b.Loop() {
		r.p.touched++
		r.p.View(140, 43)
	}
}

// A tick and its frame: what a second of running costs 25 times.
func BenchmarkRunningFrame140x45(b *testing.B) {
	r := broken(b, theme.Options{Dark: true}, nil)
	r.press("space")
	for b.Loop() {
		r.pass(40 * time.Millisecond)
		r.p.View(140, 43)
	}
}

// Every view of the table, in a lab where a write has failed and a fork runs
// beside: each fits every size, in every state of the selection. (Their pictures
// are those of package scene.)
func TestViews(t *testing.T) {
	r := broken(t, theme.Options{Dark: true}, nil)
	r.press("F", "x", "space")
	r.pass(time.Second)
	r.press("space")
	views := r.p.fitting()
	if len(views) < 8 {
		t.Errorf("only %d views are offered", len(views))
	}
	for i, view := range views {
		r.p.focus = paneSystem
		r.press("v", "down", "up")
		for range i {
			r.press("down")
		}
		r.press("enter")
		if r.p.focus != view {
			t.Errorf("v leads to %s, not to %s", r.p.focus, view)
		}
		for _, key := range []string{"down", "right", "right", "left", "enter", "up", "]", "[", "m", "m"} {
			r.p.focus = view
			r.press(key)
			for _, s := range []tuitest.Size{{W: 7, H: 3}, {W: 80, H: 22}, {W: 140, H: 43}} {
				if err := tuitest.Check(r.p.View(s.W, s.H), s.W, s.H); err != nil {
					t.Fatalf("%s after %s: %v", view, key, err)
				}
			}
		}
		tuitest.Sweep(t, r.p.View)
	}
}

// The lab in colours, for a dark and for a light background.
func TestStyled(t *testing.T) {
	for _, dark := range []bool{true, false} {
		r := newRig(t, theme.Options{Dark: dark}, nil)
		tuitest.Golden(t, fmt.Sprintf("dark-%v", dark), r.p.View(100, 28))
		r = broken(t, theme.Options{Dark: dark}, nil)
		for _, size := range [][2]int{{80, 22}, {100, 28}, {140, 43}} {
			for _, key := range []string{"1", "2", "7"} {
				r.press(key)
				tuitest.Golden(t, fmt.Sprintf("broken-%s-%dx%d-dark-%v", key, size[0], size[1], dark), r.p.View(size[0], size[1]))
			}
		}
	}
}
