package scenario

import (
	"fmt"
	"strings"
	"time"

	"netsplit/engine/network"
)

// String is the step in canonical words: the time, if any, and the command.
func (s Step) String() string {
	if s.Command == nil {
		return s.Text
	}
	if s.Timed {
		return "at " + network.FormatDuration(s.At.Duration()) + " " + s.Command.String()
	}
	return s.Command.String()
}

func client(text, via, session string) string {
	if via != "" {
		text += " via " + via
	}
	if session != "" {
		text += " as " + session
	}
	return text
}

// with adds how many replicas take part, and how many of them must answer.
func with(text string, replicas int, letter string, n int) string {
	if replicas > 0 || n > 0 {
		text += " with"
	}
	if replicas > 0 {
		text += fmt.Sprintf(" n=%d", replicas)
	}
	if n > 0 {
		text += fmt.Sprintf(" %s=%d", letter, n)
	}
	return text
}

func (c Put) String() string {
	return with(client("put "+show(c.Key)+" "+show(c.Value), c.Via, c.Session), c.Replicas, "w", c.Write)
}
func (c Get) String() string {
	return with(client("get "+show(c.Key), c.Via, c.Session), c.Replicas, "r", c.Read)
}
func (c Merge) String() string {
	return with(client("merge "+show(c.Key), c.Via, c.Session), c.Replicas, "w", c.Write)
}
func (c CompareAndSet) String() string {
	return client("cas "+show(c.Key)+" "+show(c.Old)+" "+show(c.New), c.Via, c.Session)
}
func (c Delete) String() string {
	return with(client("delete "+show(c.Key), c.Via, c.Session), c.Replicas, "w", c.Write)
}

func (c Crash) String() string   { return "crash " + c.Target }
func (c Restart) String() string { return "restart " + c.Target }
func (c Pause) String() string   { return "pause " + c.Target + unless(c.For, " for ") }
func (c Wipe) String() string    { return "wipe " + c.Target }
func (c Slow) String() string    { return "slow " + c.Target + " by " + network.FormatDuration(c.By) }
func (c Skew) String() string    { return "skew " + c.Target + " by " + network.FormatDuration(c.By) }
func (c Flush) String() string {
	if c.Key != "" {
		return "flush " + c.Cache + " " + show(c.Key)
	}
	return "flush " + c.Cache
}

func (c Partition) String() string {
	groups := make([]string, len(c.Groups))
	for i, g := range c.Groups {
		groups[i] = strings.Join(g, " ")
	}
	return "partition " + strings.Join(groups, " | ")
}
func (c Cut) String() string { return "cut " + c.From + " -> " + c.To }
func (c Heal) String() string {
	if c.A == "" && c.B == "" {
		return "heal"
	}
	return "heal " + c.A + " " + c.B
}
func (c Loss) String() string {
	return "loss " + c.A + " " + c.B + " " + network.FormatRatio(c.Ratio)
}
func (c Duplicate) String() string {
	return "duplicate " + c.A + " " + c.B + " " + network.FormatRatio(c.Ratio)
}
func (c Reorder) String() string {
	return "reorder " + c.A + " " + c.B + " " + network.FormatRatio(c.Ratio)
}
func (c Bandwidth) String() string {
	return "bandwidth " + c.A + " " + c.B + " " + formatBandwidth(c.BytesPerSecond)
}
func (c FailZone) String() string    { return "fail zone " + c.Zone }
func (c RestoreZone) String() string { return "restore zone " + c.Zone }
func (c Swizzle) String() string     { return "swizzle " + c.Target }

func (c Spike) String() string {
	return "spike " + c.Client + " x" + formatNumber(c.Factor) + " for " + network.FormatDuration(c.For)
}
func (c HotKey) String() string {
	return "hot-key " + c.Client + " " + show(c.Key) + " " + network.FormatRatio(c.Ratio)
}

func (c Deliver) String() string { return fmt.Sprintf("deliver %d", c.Message) }
func (c Drop) String() string    { return fmt.Sprintf("drop %d", c.Message) }
func (c Delay) String() string {
	return fmt.Sprintf("delay %d by %s", c.Message, network.FormatDuration(c.By))
}

func (c Add) String() string {
	if c.Count == 1 {
		return "add " + c.Component
	}
	return fmt.Sprintf("add %s %d", c.Component, c.Count)
}
func (c Remove) String() string  { return "remove " + c.Member }
func (c Scale) String() string   { return fmt.Sprintf("scale %s %d", c.Component, c.Count) }
func (c Resize) String() string  { return "resize " + c.Component + " " + formatNumber(c.Factor) + "x" }
func (c Promote) String() string { return "promote " + c.Member }

// String implements Command.
func (c SplitShard) String() string {
	if c.At == "" {
		return "split " + c.Member
	}
	return "split " + c.Member + " at " + show(c.At)
}
func (c MergeShards) String() string { return "merge shard " + c.From + " into " + c.Into }
func (c MoveKey) String() string     { return "move " + show(c.Key) + " to " + c.To }
func (c Restore) String() string {
	return fmt.Sprintf("restore %s to %s", c.Component, network.FormatDuration(c.To))
}
func (c Set) String() string {
	return "set " + c.Component + "." + c.Parameter + " " + show(c.Value)
}

func (c Wait) String() string      { return "wait " + network.FormatDuration(c.For) }
func (c WaitQuiet) String() string { return "wait until quiet" + unless(c.Timeout, " timeout ") }
func (c WaitUntil) String() string {
	return "wait until " + c.Condition.String() + unless(c.Timeout, " timeout ")
}

func (c ExpectValue) String() string  { return "expect value " + show(c.Value) }
func (c ExpectError) String() string  { return "expect error " + c.Code }
func (c ExpectNone) String() string   { return "expect none" }
func (c ExpectMetric) String() string { return "expect " + c.Condition.String() }
func (c Check) String() string        { return "check " + c.Name }

// String is the condition as a step writes it.
func (c Condition) String() string { return c.Metric + " " + c.Op + " " + show(c.Text) }

// unless is a word and a time, or nothing when the time is 0.
func unless(d time.Duration, words string) string {
	if d == 0 {
		return ""
	}
	return words + network.FormatDuration(d)
}
