package engine

import "time"

// Scaling is a tier whose number of instances follows the load. The series are
// by second, oldest first; Points[i] is second Start+i.
type Scaling struct {
	Component      string
	Mode           string // vms, pods or function
	Target         float64
	Least, Most    int
	Running        int
	Booting        int           // ordered, and not there yet; of functions, environments that are being made
	Ready          int           // of functions, environments that wait for work
	Boot           time.Duration // how long that takes
	Machines       int           // under pods
	MachinesComing int
	Reason         string // of the latest order
	Start          int
	Points         []ScalePoint
}

// ScalePoint is a tier in one second.
type ScalePoint struct {
	Running, Booting int
	Utilisation      float64
	Machines, Coming int // under pods
}

func (f *fleet) view(p *servicePart, s *Snapshot) {
	if f.mode == "none" {
		return
	}
	v := Scaling{Component: p.spec.Name, Mode: f.mode, Target: f.config.Target, Least: f.config.Least, Most: f.config.Most,
		Running: len(p.ids), Booting: f.booting + f.pending, Boot: f.boot, Reason: f.reason}
	if f.mode == "pods" {
		v.Machines, v.MachinesComing = f.nodes.Up, f.nodes.Coming
	}
	v.Start, v.Points = pointsShown(f.past)
	s.Scalings = append(s.Scalings, v)
}

// pointsShown are the latest seconds, and the first of them.
func pointsShown(past []scalePoint) (int, []ScalePoint) {
	past = past[max(0, len(past)-secondsShown):]
	start := 0
	if len(past) > 0 {
		start = past[0].second
	}
	var points []ScalePoint
	for _, n := range past {
		points = append(points, ScalePoint{n.running, n.booting, n.utilisation, n.machines, n.coming})
	}
	return start, points
}
