package scaling

import (
	"testing"
	"time"

	"netsplit/engine/clock"
)

func at(s int) clock.Time { return clock.FromDuration(time.Duration(s) * time.Second) }

// Goal: as many as bring the utilisation to the target, within the bounds.
func TestWantFollowsTheTarget(t *testing.T) {
	for _, test := range []struct {
		name          string
		running, have int
		utilisation   float64
		want          int
	}{
		{"on target", 4, 4, 0.6, 4},
		{"within a tenth of it", 4, 4, 0.65, 4},
		{"twice as busy as wanted", 4, 4, 1.0, 7},
		{"half as busy", 4, 4, 0.3, 2},
		{"not below the least", 4, 4, 0, 2},
		{"not above the most", 8, 8, 1, 10},
		{"those that boot are counted", 4, 7, 1.0, 7},
		{"nothing runs", 0, 3, 0, 3},
	} {
		for _, pods := range []bool{false, true} {
			g := NewGroup(&Config{Target: 0.6, Least: 2, Most: 10, Pods: pods})
			if got := g.Want(at(1), test.running, test.have, test.utilisation); got != test.want {
				t.Errorf("%s: want %d, got %d (pods %v)", test.name, test.want, got, pods)
			}
		}
	}
}

// Goal: machines rest after a change, up and down.
func TestMachinesRestAfterAChange(t *testing.T) {
	g := NewGroup(&Config{Target: 0.5, Least: 1, Most: 20, CoolDown: time.Minute})
	if got := g.Want(at(0), 2, 2, 1); got != 4 {
		t.Fatalf("wants %d", got)
	}
	if got := g.Want(at(30), 4, 4, 1); got != 4 {
		t.Errorf("wants %d within the cool-down", got)
	}
	if got := g.Want(at(60), 4, 4, 1); got != 8 {
		t.Errorf("wants %d after the cool-down", got)
	}
}

// Goal: pods grow at once, and shrink only when the peak is a cool-down ago.
func TestPodsGrowAtOnceAndShrinkLate(t *testing.T) {
	g := NewGroup(&Config{Target: 0.5, Least: 1, Most: 20, CoolDown: time.Minute, Pods: true})
	for _, step := range []struct {
		second, have int
		utilisation  float64
		want         int
	}{{0, 2, 1, 4}, {10, 4, 1, 8}, {20, 8, 0.1, 8}, {69, 8, 0.1, 8}, {71, 8, 0.1, 2}} {
		if got := g.Want(at(step.second), step.have, step.have, step.utilisation); got != step.want {
			t.Errorf("at %d s: want %d, got %d", step.second, step.want, got)
		}
	}
}

// Goal: a schedule is a floor from its moment on, cool-down or not.
func TestScheduleIsAFloor(t *testing.T) {
	g := NewGroup(&Config{Target: 0.5, Least: 1, Most: 20, CoolDown: time.Hour, Schedule: []Planned{{10 * time.Second, 8}, {20 * time.Second, 0}}})
	for second, want := range map[int]int{0: 1, 9: 1, 10: 8, 19: 8, 20: 1} {
		if got := g.Floor(at(second)); got != want {
			t.Errorf("floor %d at %d s, want %d", got, second, want)
		}
	}
	g.Want(at(0), 1, 1, 1) // begins a cool-down
	if got := g.Want(at(10), 2, 2, 0.5); got != 8 {
		t.Errorf("wants %d at the planned moment", got)
	}
}

// Goal: machines for pods come when there is no room, and go when there is.
func TestNodesForPods(t *testing.T) {
	n := Nodes{Room: 4, Least: 1, Most: 3, Up: 1}
	if n.Fit(3) != 1 || n.Fit(4) != 0 {
		t.Error("a machine has room for 4")
	}
	if got := n.Order(4, 5); got != 2 {
		t.Errorf("ordered %d for 9 pods, want 2", got)
	}
	n.Coming = 2
	if got := n.Order(4, 20); got != 0 {
		t.Errorf("ordered %d beyond the most", got)
	}
	n = Nodes{Room: 4, Least: 1, Most: 3, Up: 3}
	if got := n.Spare(4, 0); got != 2 {
		t.Errorf("%d could go, want 2", got)
	}
}
