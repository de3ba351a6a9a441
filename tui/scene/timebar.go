package scene

import (
	"fmt"
	"strconv"
	"strings"

	"netsplit/engine/clock"
)

// Mark is a moment on the time line: a step that was done.
type Mark struct {
	Time  clock.Time
	Fault bool
}

// Clock is how the run moves, for the time bar.
type Clock struct {
	Now, End clock.Time // End: how far the run ever got
	Running  bool
	Jumping  bool    // on the way to another moment
	Speed    float64 // virtual seconds a second
	Behind   float64 // what the machine really manages, when less than Speed; 0 otherwise
	Focused  bool
	Marks    []Mark
	Note     string // "resumed at 12.3 s; space runs on"
}

// asFastAsPossible is the speed from which its number says nothing: the player's
// fastest.
const asFastAsPossible = 10_000

// SpeedName writes a speed: "x10", "x1/100".
func SpeedName(speed float64) string {
	if speed >= asFastAsPossible {
		return "as fast as possible"
	}
	if speed < 1 && speed > 0 {
		return "x1/" + strconv.FormatFloat(1/speed, 'f', 0, 64)
	}
	return "x" + strconv.FormatFloat(speed, 'f', -1, 64)
}

// TimeBar draws the state, the speed and the virtual time, and with two rows
// the time line: what was run, where the run is, and every fault that began.
func TimeBar(v View, k Clock, w, h int) *Canvas {
	c := NewCanvas(w, h)
	g := v.Glyphs()
	x := 0
	switch {
	case k.Running:
		x = c.TextIn(0, 0, w, Good|Bold, string(g.Play)+" running")
	case k.Jumping:
		x = c.TextIn(0, 0, w, Accent|Bold, string(g.Play)+" on the way")
	default:
		x = c.TextIn(0, 0, w, Caution|Bold, string(g.Stop)+" paused")
	}
	x = c.TextIn(x+1, 0, w-x-1, Plain|Bold, " "+k.Now.String())
	x = c.TextIn(x+1, 0, w-x-1, Plain, " "+SpeedName(k.Speed))
	if k.Behind > 0 {
		x = c.TextIn(x+1, 0, w-x-1, Caution, fmt.Sprintf("this computer manages x%s", figures(k.Behind)))
	}
	if k.Note != "" {
		c.TextIn(x+2, 0, w-x-2, Accent, k.Note)
	}
	if h > 1 {
		timeLine(c, v, k, w)
	}
	return c
}

// scale is what the time line of a bar w wide spans, and its length.
func (k Clock) scale(w int) (end clock.Time, label string, length int) {
	end = max(k.End, k.Now, clock.FromDuration(1e9))
	label = fmt.Sprintf(" %.1f s", end.Seconds())
	return end, label, w - 4 - Width(label)
}

// TimeAt is the moment at a column of the time line, the second row of a bar w
// wide: at its labels the start or the end. False where the line has no room.
func (k Clock) TimeAt(x, w int) (clock.Time, bool) {
	end, _, length := k.scale(w)
	if length < 4 {
		return 0, false
	}
	share := float64(max(0, min(x-3, length-1))) / float64(length-1)
	return clock.Time(share*float64(end) + 0.5), true
}

func timeLine(c *Canvas, v View, k Clock, w int) {
	g := v.Glyphs()
	end, label, length := k.scale(w)
	if length < 4 {
		return
	}
	at := func(t clock.Time) int { return 3 + int(float64(t)/float64(end)*float64(length-1)+0.5) }
	c.Text(0, 1, Muted, "0 s")
	done := Border
	if k.Focused {
		done = Accent
	}
	c.HLine(3, 1, length, Border, g.Rule)
	c.HLine(3, 1, at(k.Now)-3, done, g.Heavy)
	for _, m := range k.Marks {
		role, r := Muted, '|'
		if m.Fault {
			role, r = Bad, g.Cut
		}
		if m.Time <= end {
			c.Set(at(m.Time), 1, role, r)
		}
	}
	head := Plain | Bold
	if k.Focused {
		head = Accent | Bold | Reverse
	}
	c.Set(at(k.Now), 1, head, g.Head)
	c.Text(3+length, 1, Muted, label)
}

// figures writes x with about three figures.
func figures(x float64) string {
	switch {
	case x < 10:
		s := strconv.FormatFloat(x, 'f', 2, 64)
		return strings.TrimSuffix(s, ".00")
	case x < 100:
		return strings.TrimSuffix(strconv.FormatFloat(x, 'f', 1, 64), ".0")
	}
	return strconv.FormatFloat(x, 'f', 0, 64)
}
