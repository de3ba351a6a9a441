package tui_test

import (
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"netsplit/content"
	"netsplit/store"
	"netsplit/store/sqllab"
	"netsplit/tui"
	"netsplit/tui/page"
	"netsplit/tui/palette"
	"netsplit/tui/theme"
	"netsplit/tui/tuitest"
)

// monkey drives the whole program as fast as it can: what commands say comes in
// whenever it is there, as in a terminal.
type monkey struct {
	m     tea.Model
	in    chan tea.Msg
	ended bool
}

func (k *monkey) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		msg := cmd()
		select {
		case k.in <- msg:
		default: // nobody waits for a thousand timers
		}
	}()
}

func (k *monkey) send(msg tea.Msg) {
	v := reflect.ValueOf(msg)
	switch {
	case !v.IsValid():
		return
	case v.Type() == reflect.TypeFor[tea.QuitMsg]():
		k.ended = true
		return
	case v.Kind() == reflect.Slice && v.Type().Elem() == reflect.TypeFor[tea.Cmd]():
		for i := range v.Len() {
			k.run(v.Index(i).Interface().(tea.Cmd))
		}
		return
	}
	_, cmd := k.m.Update(msg)
	k.run(cmd)
}

// settle takes in what has come meanwhile.
func (k *monkey) settle() {
	for {
		select {
		case msg := <-k.in:
			k.send(msg)
		default:
			return
		}
	}
}

// event is any key, mouse event, paste or resize.
func randomEvent(rng *rand.Rand, keys []string, w, h *int) tea.Msg {
	x, y := rng.IntN(*w+2)-1, rng.IntN(*h+2)-1
	switch n := rng.IntN(100); {
	case n < 80:
		return tuitest.Key(keys[rng.IntN(len(keys))])
	case n < 86:
		return tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft}
	case n < 89:
		return tea.MouseMotionMsg{X: x, Y: y, Button: tea.MouseLeft}
	case n < 93:
		return tea.MouseWheelMsg{X: x, Y: y, Button: []tea.MouseButton{tea.MouseWheelUp, tea.MouseWheelDown}[rng.IntN(2)]}
	case n < 94:
		return tea.PasteMsg{Content: strings.Repeat("put cart \x1b[31mmilk\n日本", 1+rng.IntN(200))}
	}
	*w, *h = 1+rng.IntN(180), 1+rng.IntN(55)
	return tea.WindowSizeMsg{Width: *w, Height: *h}
}

// Any events at all, a hundred thousand of them, over the whole program: never a
// panic, and always a screen that fits the window. The seed is in the message.
func TestMonkey(t *testing.T) {
	const seed = 1
	events := 100_000
	if testing.Short() {
		events = 4000
	}
	t.Chdir(t.TempDir())            // labs can be saved as files
	t.Setenv("TMPDIR", t.TempDir()) // experiments have databases
	db, _, err := store.Open(filepath.Join(t.TempDir(), "p.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	start := func(ascii bool, at page.Place) *monkey {
		m, err := tui.New(tui.Deps{Start: at, Pages: tui.Pages(content.Embedded(), db), Store: db, Things: func() []palette.Entry { return tui.Things(content.Embedded()) }, Theme: theme.Options{Dark: true, ASCII: ascii}})
		if err != nil {
			t.Fatal(err)
		}
		k := &monkey{m: m, in: make(chan tea.Msg, 1000)}
		k.run(m.Init())
		return k
	}
	rng := rand.New(rand.NewPCG(seed, 0))
	keys := append(keyNames(), "ctrl+p", "f1", "space", "space", "enter", "enter", "n", "v", "v", "f", "d", "F", "G", "O", "y", ".", "backspace", "up", "down", "left", "right", "tab")
	w, h := 100, 30
	k := start(false, page.Place{})
	k.send(tea.WindowSizeMsg{Width: w, Height: h})
	for i := range events {
		if k.ended {
			var at page.Place
			if rng.IntN(2) == 0 {
				at = page.Place{Page: "sql", Target: sqllab.Names()[rng.IntN(len(sqllab.Names()))]}
			}
			k = start(rng.IntN(2) == 0, at)
			k.send(tea.WindowSizeMsg{Width: w, Height: h})
		}
		if i%7 == 0 {
			k.settle()
		}
		msg := randomEvent(rng, keys, &w, &h)
		k.send(msg)
		_, resized := msg.(tea.WindowSizeMsg)
		if look := i%80 == 0 || resized && i%5 == 0; !look || k.ended {
			continue
		}
		if err := tuitest.Check(k.m.View().Content, w, h); err != nil {
			t.Fatalf("seed %d, event %d, %dx%d: %v", seed, i, w, h, err)
		}
	}
}
