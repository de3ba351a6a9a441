package layered

import (
	"fmt"
	"strings"
	"testing"
)

// paint draws a layout: "[a]" boxes of the letters of their nodes, and the cells
// of links as dots, with the end of each as an arrow.
func paint(d Drawing, w, h int) string {
	rows := make([][]byte, h)
	for i := range rows {
		rows[i] = []byte(strings.Repeat(" ", w))
	}
	for _, route := range d.Routes {
		for i, at := range route {
			r := byte('.')
			if i == len(route)-1 {
				r = '>'
			}
			rows[at.Y][at.X] = r
		}
	}
	for i, b := range d.Boxes {
		for y := range b.H {
			for x := range b.W {
				rows[b.Y+y][b.X+x] = byte('a' + i)
			}
		}
	}
	var out []string
	for _, row := range rows {
		out = append(out, strings.TrimRight(string(row), " "))
	}
	return strings.Trim(strings.Join(out, "\n"), "\n")
}

// What a layout looks like, case by case.
func TestDrawings(t *testing.T) {
	for _, c := range []struct {
		name          string
		layers        []int
		edges         [][2]int
		width, height int
		want          string
	}{
		{"a chain is a straight line", []int{0, 1, 2}, [][2]int{{0, 1}, {1, 2}}, 21, 3, `
aaaa  bbbb  cccc
aaaa.>bbbb.>cccc
aaaa  bbbb  cccc`},
		{"one sends to three, by one upright piece", []int{0, 1, 1, 1}, [][2]int{{0, 1}, {0, 2}, {0, 3}}, 14, 11, `
       bbbb
    ..>bbbb
    .  bbbb
    .
aaaa.  cccc
aaaa..>cccc
aaaa.  cccc
    .
    .  dddd
    ..>dddd
       dddd`},
		{"the order of a layer avoids crossings", []int{0, 0, 1, 1}, [][2]int{{0, 3}, {1, 2}}, 12, 7, `
aaaa  dddd
aaaa.>dddd
aaaa  dddd

bbbb  cccc
bbbb.>cccc
bbbb  cccc`},
		{"a long link passes beside the boxes between", []int{0, 1, 2}, [][2]int{{0, 1}, {1, 2}, {0, 2}}, 26, 6, `
       bbbb
aaaa..>bbbb.   cccc
aaaa.  bbbb...>cccc
aaaa.........  cccc`},
		{"a link back goes around below", []int{0, 1, 2}, [][2]int{{0, 1}, {1, 2}, {2, 1}}, 24, 5, `
aaaa   bbbb  cccc
aaaa..>bbbb.>cccc.
aaaa.  bbbb  cccc.
    .            .
    ..............`},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := Graph{Edges: c.edges}
			for _, l := range c.layers {
				g.Nodes = append(g.Nodes, Node{Layer: l, Height: 3})
			}
			d, ok := Draw(g, Space{Width: c.width, Height: c.height, LeastBox: 4, MostBox: 4, LeastGap: 2, MostGap: 2, LeastRow: 1, MostRow: 1})
			if !ok {
				t.Fatalf("no room: needs %dx%d", d.Width, d.Height)
			}
			if got := trim(paint(d, c.width, c.height)); got != trim(c.want) {
				t.Errorf("drawn:\n%s\nwanted:\n%s", got, trim(c.want))
			}
		})
	}
}

// trim takes away the columns that are empty at the left of all lines.
func trim(s string) string {
	lines := strings.Split(strings.Trim(s, "\n"), "\n")
	least := 1 << 10
	for _, l := range lines {
		if l != "" {
			least = min(least, len(l)-len(strings.TrimLeft(l, " ")))
		}
	}
	for i := range lines {
		lines[i] = lines[i][min(least, len(lines[i])):]
	}
	return strings.Join(lines, "\n")
}

// Whatever the graph, boxes don't overlap, links pass beside boxes, and every
// link is one unbroken line from its box to the other.
func TestAnyGraph(t *testing.T) {
	for n := 1; n <= 24; n++ {
		for seed := range 20 {
			g := Graph{}
			for i := range n {
				g.Nodes = append(g.Nodes, Node{Layer: i * (1 + seed%5) / n, Height: 1 + (i*seed)%4})
			}
			for i := range n + seed {
				a, b := (i*7+seed)%n, (i*i+3*seed+1)%n
				if a != b {
					g.Edges = append(g.Edges, [2]int{a, b})
				}
			}
			s := Space{Width: 60, Height: 20, LeastBox: 5, MostBox: 12, LeastGap: 3, MostGap: 9, LeastRow: 0, MostRow: 2}
			d, ok := Draw(g, s)
			if !ok {
				s.Width, s.Height = max(60, d.Width), max(20, d.Height)
				if d, ok = Draw(g, s); !ok { // the height came first, the width follows
					s.Width, s.Height = max(s.Width, d.Width), max(s.Height, d.Height)
					if d, ok = Draw(g, s); !ok {
						t.Fatalf("%d nodes, seed %d: asked for %dx%d and got it, and wants %dx%d", n, seed, s.Width, s.Height, d.Width, d.Height)
					}
				}
			}
			check(t, fmt.Sprintf("%d nodes, seed %d", n, seed), g, s, d)
		}
	}
}

func check(t *testing.T, name string, g Graph, s Space, d Drawing) {
	t.Helper()
	taken := map[Point]int{}
	for i, b := range d.Boxes {
		for y := range b.H {
			for x := range b.W {
				at := Point{b.X + x, b.Y + y}
				if at.X < 0 || at.Y < 0 || at.X >= s.Width || at.Y >= s.Height {
					t.Fatalf("%s: box %d is outside", name, i)
				}
				if j, ok := taken[at]; ok {
					t.Fatalf("%s: boxes %d and %d overlap", name, i, j)
				}
				taken[at] = i
			}
		}
	}
	for i, route := range d.Routes {
		e := g.Edges[i]
		a, b := d.Boxes[e[0]], d.Boxes[e[1]]
		if first, last := route[0], route[len(route)-1]; first != (Point{a.X + a.W, a.Port()}) || last != (Point{b.X - 1, b.Port()}) {
			t.Fatalf("%s: link %v goes from %v to %v", name, e, first, last)
		}
		for k, at := range route {
			if j, ok := taken[at]; ok {
				t.Fatalf("%s: link %v is behind box %d", name, e, j)
			}
			if k > 0 {
				if p := route[k-1]; (p.X-at.X)*(p.X-at.X)+(p.Y-at.Y)*(p.Y-at.Y) != 1 {
					t.Fatalf("%s: link %v jumps from %v to %v", name, e, p, at)
				}
			}
		}
	}
}
