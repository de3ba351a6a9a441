package layout_test

import (
	"testing"

	"pgregory.net/rapid"

	"netsplit/tui/layout"
)

// Whatever is cut, the parts cover the whole without overlap.
func TestSplitsCover(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := func(name string) int { return rapid.IntRange(-5, 60).Draw(t, name) }
		r := layout.Rect{X: n("x"), Y: n("y"), W: max(0, n("w")), H: max(0, n("h"))}
		at := n("at")
		left, rest := r.SplitLeft(at)
		if left.W+rest.W != r.W || rest.X != left.X+left.W || left.W < 0 || rest.W < 0 {
			t.Fatalf("left %v and %v of %v", left, rest, r)
		}
		body, bottom := r.SplitBottom(at)
		if body.H+bottom.H != r.H || bottom.Y != body.Y+body.H || at >= 0 && at <= r.H && bottom.H != at {
			t.Fatalf("%v and bottom %v of %v", body, bottom, r)
		}
		sum := 0
		for _, part := range layout.Share(r.W, 3, 0, 5, 1) {
			sum += part
		}
		if sum != r.W {
			t.Fatalf("shares of %d add up to %d", r.W, sum)
		}
	})
}

// Columns leave their gaps free.
func TestColumns(t *testing.T) {
	cols := layout.Rect{X: 2, W: 103, H: 9}.Columns(3, 1, 1)
	if cols[0] != (layout.Rect{X: 2, W: 50, H: 9}) || cols[1] != (layout.Rect{X: 55, W: 50, H: 9}) {
		t.Errorf("got %v", cols)
	}
	rows := layout.Rect{W: 9, H: 20}.Rows(0, 1, 3)
	if rows[0].H != 5 || rows[1] != (layout.Rect{Y: 5, W: 9, H: 15}) {
		t.Errorf("got %v", rows)
	}
}

func TestFor(t *testing.T) {
	for size, want := range map[[2]int]layout.Mode{
		{39, 12}: layout.TooSmall, {40, 11}: layout.TooSmall, {40, 12}: layout.Narrow, {80, 24}: layout.Normal, {120, 24}: layout.Wide,
	} {
		if got := layout.For(size[0], size[1]); got != want {
			t.Errorf("%v is %v, want %v", size, got, want)
		}
	}
}

func TestContains(t *testing.T) {
	r := layout.Rect{X: 2, Y: 1, W: 3, H: 2}.Inset(0)
	if !r.Contains(2, 1) || !r.Contains(4, 2) || r.Contains(5, 1) || r.Contains(2, 3) {
		t.Error("edges are wrong")
	}
	if !(layout.Rect{W: 3, H: 3}.Inset(2).Empty()) {
		t.Error("an inset larger than the rectangle leaves something")
	}
}
