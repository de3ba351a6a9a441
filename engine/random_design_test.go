package engine

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/scenario"
)

// TestRandomDesigns draws designs of every kind of component, breaks them at
// random and mends them. DESIGNS=from-to tries others than the few of the suite.
func TestRandomDesigns(t *testing.T) {
	from, to := uint64(1), uint64(6)
	if text := os.Getenv("DESIGNS"); text != "" {
		if _, err := fmt.Sscanf(text, "%d-%d", &from, &to); err != nil {
			t.Fatal(err)
		}
	}
	for seed := from; seed <= to; seed++ {
		found := trial(seed)
		if seed%2 == 0 {
			found = append(found, wild(seed)...)
		}
		for _, f := range found {
			t.Errorf("design %d: %s", seed, f)
		}
	}
}

// trial breaks and mends a design; findings come back.
func trial(seed uint64) (found []string) {
	say := func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) }
	defer func() {
		if p := recover(); p != nil {
			say("panic: %v\n%s", p, debug.Stack())
		}
	}()
	text := design(seed).String()
	sc, err := scenario.Parse("design.yaml", []byte(text))
	if err != nil {
		say("not valid: %v", err)
		return found
	}
	c, err := New(sc, seed)
	if err != nil {
		say("not built: %v", err)
		return found
	}
	storm := &storm{r: rand.New(rand.NewPCG(seed, 43)), c: c, say: say}
	storm.run(3 * time.Second)
	for range 1 + storm.r.IntN(8) {
		storm.strike()
		storm.run(time.Duration(200+storm.r.IntN(3000)) * time.Millisecond)
		storm.sound()
	}
	storm.mend()
	storm.run(25 * time.Second)
	storm.sound()
	mark := served(c)
	storm.run(15 * time.Second)
	after := served(c)
	limit := c.Now()
	var control *Cluster
	var cmark, cafter map[string]servings
	for name, now := range after {
		got := shareOf(mark[name], now)
		if got > 0.85 {
			continue
		}
		if control == nil {
			control = untroubled(sc, seed, limit.Duration()-15*time.Second)
			cmark = served(control)
			control.Advance(15 * time.Second)
			cafter = served(control)
		}
		want := shareOf(cmark[name], cafter[name])
		if want < 0.9 || got > want-0.15 || lostArray(c) || nearLimit(control) {
			continue
		}
		// An overload may keep itself alive. Then a pause without load ends it.
		rested := c.Fork()
		rested.world.hold(true)
		rested.Advance(20 * time.Second)
		rested.world.hold(false)
		rested.Advance(20 * time.Second)
		mark := served(rested)[name]
		rested.Advance(10 * time.Second)
		if again := shareOf(mark, served(rested)[name]); again < want-0.15 {
			say("STUCK %s: %.3f of the operations succeed after %v, %.3f after a pause, and %.3f without", name, got, storm.did, again, want)
		} else {
			say("META %s: %.3f of the operations succeed after %v, and %.3f without", name, got, storm.did, want)
		}
	}
	if seed%3 == 0 {
		storm.again()
	}
	if seed%2 == 0 {
		storm.saved(sc)
	}
	storm.ended(sc)
	var m runtime.MemStats
	runtime.GC()
	if runtime.ReadMemStats(&m); m.HeapAlloc > 1<<30 {
		say("%d MB of memory", m.HeapAlloc>>20)
	}
	return found
}

type servings struct{ ok, total int }

func served(c *Cluster) map[string]servings {
	out := map[string]servings{}
	for _, u := range c.Snapshot().Clients {
		out[u.Component] = servings{u.OK, u.Total}
	}
	return out
}

func shareOf(from, to servings) float64 {
	if to.total-from.total < 10 {
		return 1
	}
	return float64(to.ok-from.ok) / float64(to.total-from.total)
}

// wild takes any steps, sensible and not.
func wild(seed uint64) (found []string) {
	s := &storm{r: rand.New(rand.NewPCG(seed, 47)), say: func(format string, args ...any) { found = append(found, "WILD "+fmt.Sprintf(format, args...)) }}
	defer func() {
		if p := recover(); p != nil {
			s.say("panic: %v\n%s\n%v", p, debug.Stack(), s.did)
		}
	}()
	sc, err := scenario.Parse("design.yaml", []byte(design(seed).String()))
	if err != nil {
		return nil
	}
	s.c, _ = New(sc, seed)
	s.run(time.Second)
	for range 40 {
		s.do(hostile(s.r, s.c))
		s.run(time.Duration(s.r.IntN(500)) * time.Millisecond)
		if s.r.IntN(8) == 0 {
			s.sound()
		}
	}
	s.run(5 * time.Second)
	s.sound()
	s.again()
	s.c.world.hold(true)
	s.run(40 * time.Second)
	for _, u := range clientsOf(s.c) {
		if n := len(waited(s.c, u)); n > 0 {
			s.say("STUCK %d operations of %s never end after %v", n, u.spec.Name, s.did)
		}
	}
	return found
}

// untroubled is the same design without faults, after some time.
func untroubled(sc *scenario.Scenario, seed uint64, d time.Duration) *Cluster {
	c, err := New(sc, seed)
	if err != nil {
		panic(err) // it was built before
	}
	c.Advance(d)
	return c
}

// lostArray reports that an array lost more disks than it survives: those who
// read from it get errors for good.
func lostArray(c *Cluster) bool {
	return slices.ContainsFunc(c.Snapshot().Arrays, func(a Array) bool { return a.Survives < 0 })
}

// nearLimit reports that a design is close to its limit without any fault.
func nearLimit(c *Cluster) bool {
	return slices.ContainsFunc(c.Snapshot().Metrics, func(m Metric) bool {
		return strings.HasSuffix(m.Name, "recent-utilisation") && m.Value > 0.8
	})
}

// TestShowDesign prints one design.
func TestShowDesign(t *testing.T) {
	var n uint64
	if fmt.Sscan(os.Getenv("SHOW"), &n); n > 0 {
		fmt.Print(design(n))
	}
}

// storm is what is done to a design.
type storm struct {
	r     *rand.Rand
	c     *Cluster
	did   []string
	cures []string
	say   func(string, ...any)
}

// run lets time pass, and counts what happens.
func (s *storm) run(d time.Duration) {
	for range int(d/time.Second) + 1 {
		events, end := 0, s.c.Now().Add(min(d, time.Second))
		for s.c.Now() < end {
			next := min(end, s.c.Now().Add(10*time.Millisecond))
			before := s.c.world.sim.Processed()
			s.c.forward(next)
			events += int(s.c.world.sim.Processed() - before)
		}
		if events > 400_000 {
			s.say("%d events within a second at %s", events, s.c.Now())
		}
	}
}

// breakages are what can be mended.
func (s *storm) strike() {
	parts := s.c.world.order
	p := parts[s.r.IntN(len(parts))]
	component := p.base().name()
	member := component
	if names := s.nodesOf(component); len(names) > 0 {
		member = names[s.r.IntN(len(names))]
	}
	peer := ""
	if list := p.sends(); len(list) > 0 {
		peer = list[s.r.IntN(len(list))]
	} else {
		for _, q := range parts {
			if slices.Contains(q.sends(), component) {
				peer = q.base().name()
			}
		}
	}
	other := peer
	if names := s.nodesOf(peer); len(names) > 0 {
		other = names[s.r.IntN(len(names))]
	}
	list := []breakage{
		{"partition $M | $O", "heal"}, {"cut $M -> $O", "heal"}, {"loss $M $O 70%", "heal"}, {"remove $M", "add $C"}, {"resize $C 2x", ""}, {"scale $C 4", ""}, {"split $M", ""},
		{"crash $C", "restart $C"}, {"crash $M", "restart $M"}, {"pause $C", "restart $C"}, {"pause $M", "restart $M"}, {"pause $C for 2s", ""}, {"slow $C by 300ms", "slow $C by 0s"}, {"slow $M by 2s", "slow $M by 0s"},
		{"skew $M by 5s", "skew $M by 0s"}, {"skew $M by -5s", "skew $M by 0s"}, {"wipe $M", "restart $M"}, {"partition $C | $P", "heal"}, {"partition $M | $P", "heal"}, {"cut $C -> $P", "heal"}, {"cut $P -> $C", "heal"},
		{"cut $M -> $C", "heal"}, {"loss $C $P 40%", "heal"}, {"loss $C $C 60%", "heal"}, {"duplicate $C $P 50%", "heal"}, {"reorder $C $P 50%", "heal"}, {"bandwidth $C $P 1KB/s", "heal"}, {"swizzle $C", ""}, {"flush $C", ""},
		{"spike $C x5 for 2s", ""}, {"hot-key $C key-1 80%", "hot-key $C key-1 0%"}, {"add $C", ""}, {"promote $M", ""},
	}
	if zones := s.c.scenario.Components; len(zones) > 0 && s.r.IntN(8) == 0 {
		for _, n := range s.c.Snapshot().Nodes {
			if n.Zone != "" && s.r.IntN(4) == 0 {
				list = []breakage{{"fail zone " + n.Zone, "restore zone " + n.Zone}}
				break
			}
		}
	}
	b := list[s.r.IntN(len(list))]
	if p.base().spec.Kind != "kv" && strings.HasPrefix(b.fault, "wipe") {
		return // a majority, or the only copy, may be lost for good
	}
	names := strings.NewReplacer("$C", component, "$M", member, "$P", peer, "$O", other)
	if s.do(names.Replace(b.fault)) && b.cure != "" {
		s.cures = append(s.cures, names.Replace(b.cure))
	}
}

// nodesOf are the members of a component, and what helps them.
func (s *storm) nodesOf(component string) (names []string) {
	for _, n := range s.c.Snapshot().Nodes {
		if n.Component == component && n.State != Removed {
			names = append(names, n.Name)
		}
	}
	return names
}

func (s *storm) do(text string) bool {
	step, err := scenario.ParseStep(text)
	if err != nil {
		return false
	}
	if _, err := s.c.Do(step); err != nil {
		if strings.Contains(err.Error(), "internal") || len(err.Error()) < 12 {
			s.say("%s is refused: %v", text, err)
		}
		return false
	}
	s.did = append(s.did, fmt.Sprintf("at %s %s", s.c.Now(), text))
	return true
}

func (s *storm) mend() {
	for _, cure := range s.cures {
		if !s.do(cure) && cure != "heal" && !slices.Contains([]string{"restart", "slow", "skew", "add"}, strings.Fields(cure)[0]) {
			s.say("the cure %s is refused", cure)
		}
	}
	s.do("heal")
}

// sound checks what can be seen.
func (s *storm) sound() {
	shot := s.c.Snapshot()
	for _, m := range shot.Metrics {
		if math.IsNaN(m.Value) && strings.HasSuffix(m.Name, ".failover-seconds") || m.Value == -1 && strings.HasSuffix(m.Name, ".survives") {
			continue // there was none; data are gone
		}
		if math.IsNaN(m.Value) || math.IsInf(m.Value, 0) || m.Value < 0 || m.Text == "" {
			s.say("%s is %v %q at %s", m.Name, m.Value, m.Text, s.c.Now())
		}
		if m.Unit == "ratio" && m.Value > 1+1e-9 {
			s.say("%s is %v at %s", m.Name, m.Value, s.c.Now())
		}
	}
	for _, o := range shot.Operations {
		e := s.c.Why(o.ID)
		if len(e.Chain) == 0 || e.Chain[0].Text == "" {
			s.say("no reason for operation %d", o.ID)
		}
		for _, cause := range e.Chain {
			if strings.Contains(cause.Text, "%!") || strings.Contains(cause.Text, "internal") || strings.TrimSpace(cause.Text) == "" {
				s.say("why of %d: %q", o.ID, cause.Text)
			}
		}
	}
	for _, n := range shot.Nodes {
		if e := s.c.WhyNode(n.Name); len(e.Chain) == 0 {
			s.say("nothing to say of %s", n.Name)
		}
	}
	counts, ended, waiting, manual := s.c.world.operations.counts, 0, 0, 0
	for id := uint64(1); id <= lastOf(s.c); id++ {
		if o := s.c.world.operations.get(id); o != nil && o.manual && !o.request.Verb.Listens() {
			manual++
		}
	}
	for _, u := range clientsOf(s.c) {
		ended += u.series.Total()
		waiting += len(waited(s.c, u))
	}
	if counts.OK+counts.Failed+counts.Unknown != counts.Total || ended+waiting+manual != counts.Total {
		s.say("of %d operations %d ended, %d are waited for, %d by hand: %+v", counts.Total, ended, waiting, manual, counts)
	}
}

// again checks that the same seed gives the same run.
func (s *storm) again() {
	hash, now := s.c.TraceHash(), s.c.Now()
	f := s.c.Fork()
	if f.TraceHash() != hash {
		s.say("a fork is another run after %v", s.did)
	}
	if err := s.c.Seek(clock.Time(s.r.Int64N(int64(now)))); err != nil {
		s.say("%v", err)
	}
	if err := s.c.Seek(now); err != nil || s.c.TraceHash() != hash {
		s.say("back and forth is another run (%v) after %v", err, s.did)
	}
	a, b := fmt.Sprintf("%+v", s.c.Snapshot()), fmt.Sprintf("%+v", f.Snapshot())
	if a != b {
		s.say("a fork shows another snapshot")
	}
}

// saved checks that what is written down reads the same and runs the same.
func (s *storm) saved(sc *scenario.Scenario) {
	steps := s.c.Recording()
	text := scenario.Format(sc, steps)
	back, err := scenario.Parse("saved.yaml", text)
	if err != nil {
		s.say("what is saved can't be read: %v in\n%s", err, text)
		return
	}
	if again := scenario.Format(back, back.Steps); !bytes.Equal(text, again) {
		s.say("saved twice is not the same:\n%s\n%s", text, again)
	}
	seed := s.c.seed
	got, err := Run(back, Options{Seed: &seed, Until: s.c.Now().Sub(0)})
	if err != nil {
		s.say("the saved does not run: %v", err)
		return
	}
	if want := s.c.world.operations.counts; got.Operations != want {
		s.say("the saved run counts %+v, not %+v, of\n%s", got.Operations, want, text)
	}
}

// ended checks that everything comes to an end once nobody asks, as it does
// without faults.
func (s *storm) ended(sc *scenario.Scenario) {
	now := s.c.Now().Duration()
	list := unfinished(s.c)
	if len(list) == 0 {
		return
	}
	// Jobs that make jobs, or fail for ever, never end.
	if without := unfinished(untroubled(sc, s.c.seed, now)); len(without) == 0 {
		s.say("STUCK %v after %v", list, s.did)
	}
}

// unfinished is who still has something to do long after the last request, at
// every one of several moments.
func unfinished(c *Cluster) (list []string) {
	c.world.hold(true)
	c.Advance(40 * time.Second)
	list = busyNow(c)
	for i := 0; i < 200 && len(list) > 0; i++ {
		c.Advance(37 * time.Millisecond)
		now := busyNow(c)
		list = slices.DeleteFunc(list, func(s string) bool { return !slices.Contains(now, s) })
	}
	return list
}

func busyNow(c *Cluster) (list []string) {
	for _, u := range clientsOf(c) {
		if n := len(waited(c, u)); n > 0 {
			list = append(list, u.spec.Name+" waits")
		}
	}
	shot := c.Snapshot()
	for _, m := range shot.Metrics {
		if strings.HasSuffix(m.Name, ".in-progress") && m.Value > 0 && len(shot.Listenings) == 0 { // who listens always asks
			list = append(list, m.Name)
		}
	}
	for _, p := range shot.Services {
		for _, n := range p.Instances {
			if n.Busy != 0 || n.Waiting != 0 {
				list = append(list, n.Node+" works")
			}
		}
	}
	if unrest := c.world.unrest(); !strings.HasPrefix(unrest, "nothing") {
		list = append(list, unrest)
	}
	return list
}
