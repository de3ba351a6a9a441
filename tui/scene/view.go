package scene

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"netsplit/engine"
	"netsplit/engine/clock"
	"netsplit/engine/metric"
)

// View is what a scene draws: a moment of the run and what is selected in it.
type View struct {
	Snapshot  *engine.Snapshot
	Node      string             // selected node, or ""
	Key       string             // selected key
	Operation uint64             // selected operation
	Message   uint64             // selected message
	Chosen    engine.Operation   // the selected operation, also when the snapshot has lost it
	Flight    engine.Flight      // the selected message, with its text
	Past      engine.Past        // of the scenes that ask for it: what happened in a window of time
	Walking   bool               // a lookup walks around the ring
	Walk      float64            // how much of its way it has done, 0 to 1
	Metric    string             // the selected metric
	Series    []engine.Curve     // of the scenes that ask for it: every metric over time
	Latencies []engine.Latencies // likewise, of the clients
	Marked    []engine.Operation // those at fault in the latest check, also old ones
	Fork      *engine.Snapshot   // the other run of a comparison, nil: there is none
	Forked    clock.Time         // when it began
	Compared  *engine.Comparison // of the two, nil: was not asked for since the run changed
	Scroll    int                // rows that a scene of the table is moved up
	Layouts   *Layouts           // remembers how the design was laid out, nil: it is done anew
	ASCII     bool

	nodes map[string]int           // places of the snapshot's nodes, nil: they are searched
	Spell func(hint string) string // puts keys into hints, see keymap.Spell; nil takes the lab's first ones
}

// Glyphs are the marks of one drawing mode.
type Glyphs struct {
	Up, Crashed, Paused, Removed    rune
	Cut, OneWay, Key, OtherKey      rune
	OK, Failed, Unknown, Pending    rune
	Behind, Missing, Slow, Bullet   rune
	Down, Right, Left, Head, Rule   rune
	Play, Stop, Block, FailBlock    rune
	Moving, Leader                  rune
	CornerTL, CornerTR              rune
	CornerBL, CornerBR, Side, Heavy rune
}

// Glyphs returns the marks of the view's mode.
func (v View) Glyphs() Glyphs {
	if v.ASCII {
		return Glyphs{
			Up: 'o', Crashed: 'X', Paused: '=', Removed: '-',
			Cut: 'X', OneWay: '>', Key: '@', OtherKey: '.',
			OK: '+', Failed: 'X', Unknown: '?', Pending: '~',
			Behind: '<', Missing: '!', Slow: '~', Bullet: '-',
			Down: 'v', Right: '>', Left: '<', Head: '#', Rule: '-',
			Play: '>', Stop: '=', Block: '#', FailBlock: 'X', Moving: '*', Leader: 'L',
			CornerTL: '+', CornerTR: '+', CornerBL: '+', CornerBR: '+', Side: '|', Heavy: '=',
		}
	}
	return Glyphs{
		Up: '●', Crashed: '✗', Paused: '‖', Removed: '–',
		Cut: '╳', OneWay: '▶', Key: '◆', OtherKey: '◦',
		OK: '✓', Failed: '✗', Unknown: '?', Pending: '…',
		Behind: '<', Missing: '∅', Slow: '~', Bullet: '·',
		Down: '▼', Right: '▶', Left: '◀', Head: '●', Rule: '─',
		Play: '▶', Stop: '‖', Block: '█', FailBlock: '╳', Moving: '•', Leader: '★',
		CornerTL: '╭', CornerTR: '╮', CornerBL: '╰', CornerBR: '╯', Side: '│', Heavy: '━',
	}
}

// stateMark is the symbol and colour of a node's state.
func (v View) stateMark(n engine.Node) (rune, Role) {
	g := v.Glyphs()
	switch n.State {
	case engine.Crashed:
		return g.Crashed, Bad
	case engine.Paused:
		return g.Paused, Caution
	case engine.Removed:
		return g.Removed, Muted
	}
	if n.Slow > 0 {
		return g.Slow, Caution
	}
	return g.Up, Good
}

// stateWord is the state in words: "up", "crashed", "up, slow 50 ms".
func stateWord(n engine.Node) string {
	word := string(n.State)
	if n.State == engine.Up && n.Slow > 0 {
		word = "slow " + Duration(n.Slow)
	}
	return word
}

// indexed is the view with its nodes ready to be found by name.
func (v View) indexed() View {
	v.nodes = make(map[string]int, len(v.Snapshot.Nodes))
	for i, n := range v.Snapshot.Nodes {
		if _, ok := v.nodes[n.Name]; !ok {
			v.nodes[n.Name] = i
		}
	}
	return v
}

func (v View) node(name string) (engine.Node, bool) {
	if v.nodes != nil {
		if i, ok := v.nodes[name]; ok {
			return v.Snapshot.Nodes[i], true
		}
		return engine.Node{}, false
	}
	i := slices.IndexFunc(v.Snapshot.Nodes, func(n engine.Node) bool { return n.Name == name })
	if i < 0 {
		return engine.Node{}, false
	}
	return v.Snapshot.Nodes[i], true
}

// Ring returns the ring that is drawn: the one with the selected node, or the first.
func (v View) Ring() (engine.Ring, bool) {
	for _, r := range v.Snapshot.Rings {
		if slices.Contains(r.Nodes, v.Node) {
			return r, true
		}
	}
	if len(v.Snapshot.Rings) == 0 {
		return engine.Ring{}, false
	}
	return v.Snapshot.Rings[0], true
}

// Store returns the store that is drawn: the one of the ring, or the first.
func (v View) Store() (engine.Store, bool) {
	if r, ok := v.Ring(); ok {
		for _, s := range v.Snapshot.Stores {
			if s.Component == r.Component {
				return s, true
			}
		}
	}
	if len(v.Snapshot.Stores) == 0 {
		return engine.Store{}, false
	}
	return v.Snapshot.Stores[0], true
}

// ShortName is the one or two characters that stand for a member on the ring:
// its number if it has a short one, otherwise a letter.
func ShortName(name string, index int) string {
	if i := strings.LastIndexByte(name, '-'); i >= 0 && i < len(name)-1 && len(name)-i-1 <= 1 {
		return name[i+1:]
	}
	if index < 9 {
		return strconv.Itoa(index + 1)
	}
	if index-9 < 26 {
		return string(rune('a' + index - 9))
	}
	return "*"
}

// memberNumber is "2" of "store-2"; names without a number stay whole.
func memberNumber(component, name string) string {
	if rest, ok := strings.CutPrefix(name, component+"-"); ok && rest != "" {
		return rest
	}
	return name
}

// Duration writes d as everything else does: "850 µs", "12.3 ms", "4.2 s".
func Duration(d time.Duration) string { return metric.FormatDuration(d) }

// Percent writes a ratio: "99.95 %". Values that round to 100 % but are less
// are cut, not rounded: 99.999 % of requests is not all of them.
func Percent(ratio float64) string {
	p := ratio * 100
	switch {
	case p != p:
		return "no data"
	case p >= 100:
		return "100%"
	case p > 99.99:
		return "99.99%"
	case p >= 99:
		return strconv.FormatFloat(p, 'f', 2, 64) + "%"
	}
	return strconv.FormatFloat(p, 'f', 1, 64) + "%"
}

// count writes a number with the right form of its word.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Number(n) + " " + many
}

// Number writes n with thousands separated: 12,345.
func Number(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// empty is a canvas with one quiet sentence, wrapped.
func empty(w, h int, text string) *Canvas {
	c := NewCanvas(w, h)
	for y, line := range Wrap(text, w) {
		c.Text(0, y, Muted, line)
	}
	return c
}
