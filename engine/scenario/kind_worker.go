package scenario

import (
	"fmt"
	"time"
)

func workerKind() Kind {
	return Kind{Name: "worker", problems: workerProblems, Doc: "does jobs from a queue, a topic or a stream and confirms each, or runs by the clock", Members: "instances", Params: []Param{
		{Name: "from", Type: TypeReferences, Fits: fits(messaging), Unit: "name", Doc: "queue, topic or stream that the jobs come from"},
		{Name: "every", Type: TypeDuration, Default: "0s", Max: 31 * day, Unit: "duration", Doc: "without from: a schedule, a run is due whenever the instance's clock shows a multiple of that"},
		{Name: "overlap", Type: TypeText, Default: "allow", Allowed: []string{"allow", "skip", "wait"}, Unit: "word", Doc: "a run that is due while the one before goes on: starts (allow), is left out (skip), comes after it (wait)"},
		{Name: "missed", Type: TypeText, Default: "skip", Allowed: []string{"skip", "once", "all"}, Unit: "word", Doc: "runs that were due while the instance was down: none is made up for (skip), one stands for all (once), or all"},
		{Name: "instances", Type: TypeInt, Default: "1", Min: 1, Max: maxNodes, Unit: "instances", Doc: "how many run, at first and at least"},
		zonesParam(),
		{Name: "time", Type: TypeDistribution, Default: "exp(50ms)", Unit: "duration", Doc: "how long one job takes"},
		{Name: "concurrency", Type: TypeInt, Default: "1", Min: 1, Max: 10000, Unit: "jobs", Doc: "jobs that one instance works on at once"},
		{Name: "prefetch", Type: TypeInt, Default: "0", Max: 10000, Unit: "jobs", Doc: "jobs that one instance keeps at hand beyond those it works on"},
		{Name: "acknowledge", Type: TypeText, Default: "after", Allowed: []string{"after", "before"}, Unit: "word", Doc: "when it confirms a job: after the work (at least once) or before it (at most once)"},
		{Name: "deduplicate", Type: TypeBool, Default: "false", Unit: "switch", Doc: "idempotent: it keeps what it did with the effect, in one transaction, and passes over what it knows"},
		{Name: "fails", Type: TypeRatio, Default: "0%", Max: 1, Unit: "share", Doc: "share of the tries that fail; the job is given back"},
		{Name: "poison", Type: TypeRatio, Default: "0%", Max: 1, Unit: "share", Doc: "share of the jobs that fail at every try; a job whose body begins with poison always does"},
		{Name: "calls", Type: TypeReferences, Fits: fits(tiers, stores, messaging), Unit: "names", Doc: "components that each job needs, called in this order: it writes to stores and passes the job on to the others"},
		{Name: "timeout", Type: TypeDuration, Default: "500ms", Min: 1e-6, Max: day, Unit: "duration", Doc: "how long it waits for each call that it makes"},
		{Name: "batch", Type: TypeInt, Default: "10", Min: 1, Max: 10000, Unit: "records", Doc: "of a stream: records that it fetches at once from a partition, and commits together"},
		{Name: "tries", Type: TypeInt, Default: "0", Max: 1000, Unit: "times", Doc: "of a stream: how often a record is tried before the next one's turn comes; 0 is no limit, and all behind it wait"},
		{Name: "window", Type: TypeDuration, Default: "0s", Max: day, Unit: "duration", Doc: "of a stream: counts the records in windows of that length, by the time at which they happened; 0 counts nothing"},
		{Name: "lateness", Type: TypeDuration, Default: "0s", Max: day, Unit: "duration", Doc: "how long a window waits for what comes late before it is closed"},
		{Name: "max-instances", Type: TypeInt, Default: "0", Max: maxNodes, Unit: "instances", Doc: "how many may run, if there is more work; 0: the number stays as it is"},
		{Name: "target-depth", Type: TypeInt, Default: "10", Min: 1, Max: 1e6, Unit: "jobs", Doc: "jobs that may wait for each instance before there are more of them"},
		{Name: "boot-delay", Type: TypeDuration, Default: "10s", Max: day, Unit: "duration", Doc: "how long a new instance takes to start"},
		{Name: "cool-down", Type: TypeDuration, Default: "30s", Min: 0.1, Max: day, Unit: "duration", Doc: "how long the number of instances stays after it was changed"},
	}}
}

// workerSourceProblems is what a worker's parameters say that does not go with
// where its jobs come from.
func (sc *Scenario) workerSourceProblems(c Component) []finding {
	var list []finding
	from := c.List("from")
	if len(from) != 1 {
		return nil
	}
	source, _ := sc.find(from[0])
	if source.Kind == "stream" || source.Kind == "" {
		return nil
	}
	for _, name := range []string{"batch", "tries", "window"} {
		if c.Given(name) {
			list = append(list, finding{c.Name, name, fmt.Sprintf("%s is for workers of a stream, and %s is a %s", name, from[0], source.Kind), "leave it out"})
		}
	}
	return list
}

func workerProblems(c Component) []finding {
	var list []finding
	add := func(param, message, cure string) { list = append(list, finding{c.Name, param, message, cure}) }
	switch from, every := c.List("from"), c.Duration("every"); {
	case len(from) > 1:
		add("from", "a worker takes its jobs from one place", "write from: "+from[0]+", and another worker for the other")
	case len(from) == 0 && every == 0:
		add("from", "a worker needs something to do", "add from: jobs, with the name of a queue, a topic or a stream; or every: 10s, for a schedule")
	case len(from) == 1 && every > 0:
		add("every", "a worker has a schedule or takes jobs, not both", "leave out from, or every; a schedule can put jobs on a queue: calls: ["+from[0]+"]")
	case every > 0 && every < time.Millisecond:
		add("every", "a schedule is at least 1ms long", "write every: 10s")
	case every == 0 && (c.Given("overlap") || c.Given("missed")):
		add(c.blame("overlap", "missed"), "there is no schedule", "add every: 10s")
	case every > 0 && c.Int("max-instances") > 0:
		add("max-instances", "work by the clock does not wait, so its workers are not scaled", "leave max-instances out")
	}
	if c.Given("lateness") && c.Duration("window") == 0 {
		add("lateness", "there are no windows that could wait", "add window: 10s")
	}
	most := c.Int("max-instances")
	if most != 0 && most < c.Int("instances") {
		list = append(list, finding{c.Name, "max-instances", "there are more instances at first than there may be", "write max-instances: 10, or fewer instances"})
	}
	if most == 0 && (c.Given("target-depth") || c.Given("boot-delay") || c.Given("cool-down")) {
		list = append(list, finding{c.Name, c.blame("target-depth", c.blame("boot-delay", "cool-down")), "the number of instances does not change", "add max-instances: 10"})
	}
	return list
}
