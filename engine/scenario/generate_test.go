package scenario

import (
	"cmp"
	"time"

	"netsplit/engine/clock"

	"pgregory.net/rapid"
)

// A generator of every command, for the properties below.

func names() *rapid.Generator[string] { return rapid.StringMatching(`[a-z][a-z0-9-]{0,8}`) }

func nodes() *rapid.Generator[string] {
	return rapid.StringMatching(`[a-z][a-z0-9-]{0,5}|[a-z]{1,3}/[a-z0-9]{1,3}|store-[1-9]`)
}

// texts are keys and values: words, keywords, and anything at all.
func texts() *rapid.Generator[string] {
	return rapid.OneOf(rapid.StringMatching(`[a-z0-9]{1,6}`), rapid.SampledFrom(keywords()), rapid.StringN(0, 12, -1),
		rapid.SampledFrom([]string{"", " ", "a b", `"`, `\`, "\x1b[31m", "\xff", "a: b", "x #1", "a->b", "a|b", "日本", "\u202e", "\u00a0"}))
}

func durations(negative bool) *rapid.Generator[time.Duration] {
	return rapid.Custom(func(t *rapid.T) time.Duration {
		unit := rapid.SampledFrom([]time.Duration{time.Microsecond, time.Millisecond, time.Second, time.Minute, time.Hour}).Draw(t, "unit")
		low := int64(0)
		if negative {
			low = -10000
		}
		return time.Duration(rapid.Int64Range(low, 10000).Draw(t, "n")) * unit
	})
}

func ratios() *rapid.Generator[float64] { return rapid.Float64Range(0, 1) }

func conditions() *rapid.Generator[Condition] {
	return rapid.Custom(func(t *rapid.T) Condition {
		c := Condition{
			Metric: names().Draw(t, "component") + "." + names().Draw(t, "metric"),
			Op:     rapid.SampledFrom(operators()).Draw(t, "op"),
			Text:   rapid.SampledFrom([]string{"5", "0.5", "99.95%", "100ms", "1h30m", "50/s", "1KB", "2MiB", "1MB/s", "10k"}).Draw(t, "text"),
		}
		c.Value, _ = parseQuantity(c.Text)
		return c
	})
}

func commands() *rapid.Generator[Command] {
	return rapid.Custom(func(t *rapid.T) Command {
		name := func() string { return names().Draw(t, "name") }
		node := func() string { return nodes().Draw(t, "node") }
		text := func() string { return texts().Draw(t, "text") }
		ratio := func() float64 { return ratios().Draw(t, "ratio") }
		maybe := func() string {
			if rapid.Bool().Draw(t, "given") {
				return node()
			}
			return ""
		}
		quorum := func() (replicas, answers int) {
			replicas = rapid.IntRange(0, maxReplicas).Draw(t, "replicas")
			return replicas, rapid.IntRange(0, cmp.Or(replicas, maxReplicas)).Draw(t, "answers")
		}
		length := func() time.Duration { return durations(false).Draw(t, "duration") }
		members := func() int { return rapid.IntRange(1, maxNodes).Draw(t, "count") }
		forms := []func() Command{
			func() Command {
				n, w := quorum()
				return Put{text(), text(), maybe(), maybe(), n, w}
			},
			func() Command {
				n, r := quorum()
				return Get{text(), maybe(), maybe(), n, r}
			},
			func() Command { return CompareAndSet{text(), text(), text(), maybe(), maybe()} },
			func() Command {
				n, w := quorum()
				return Delete{text(), maybe(), maybe(), n, w}
			},
			func() Command {
				n, w := quorum()
				return Merge{text(), node(), maybe(), n, w}
			},
			func() Command {
				c := Send{Queue: name(), Body: text(), Group: text(), ID: text(), Priority: rapid.IntRange(-maxPriority, maxPriority).Draw(t, "priority")}
				if rapid.Bool().Draw(t, "later") {
					c.After = length()
				}
				return c
			},
			func() Command { return Publish{name(), text(), text(), text()} },
			func() Command { return Append{name(), text(), text(), length()} },
			func() Command { return Redrive{name()} },
			func() Command { return Replay{name(), rapid.IntRange(0, 1e6).Draw(t, "offset"), 0} },
			func() Command { return Replay{name(), -1, length() + time.Microsecond} },
			func() Command { return Crash{node()} },
			func() Command { return Restart{node()} },
			func() Command { return Pause{node(), length()} },
			func() Command { return Wipe{node()} },
			func() Command { return Slow{node(), length()} },
			func() Command { return Skew{node(), durations(true).Draw(t, "skew")} },
			func() Command { return Flush{name(), rapid.SampledFrom([]string{"", "cart", "a b"}).Draw(t, "key")} },
			func() Command {
				all := rapid.SliceOfNDistinct(nodes(), 2, 8, rapid.ID[string]).Draw(t, "sides")
				at := rapid.IntRange(1, len(all)-1).Draw(t, "at")
				groups := [][]string{all[:at:at]}
				if rest := all[at:]; len(rest) > 1 && rapid.Bool().Draw(t, "three") {
					groups = append(groups, rest[:1:1], rest[1:])
				} else {
					groups = append(groups, rest)
				}
				return Partition{groups}
			},
			func() Command { return Cut{node(), node()} },
			func() Command { return Heal{} },
			func() Command { return Heal{node(), node()} },
			func() Command { return Loss{node(), node(), ratio()} },
			func() Command { return Duplicate{node(), node(), ratio()} },
			func() Command { return Reorder{node(), node(), ratio()} },
			func() Command {
				return Bandwidth{node(), node(), rapid.OneOf(rapid.Just(0.0), rapid.Float64Range(1, 1e15), rapid.SampledFrom([]float64{1e6, 1500, 12.5e6})).Draw(t, "bytes")}
			},
			func() Command { return FailZone{node()} },
			func() Command { return RestoreZone{node()} },
			func() Command { return Swizzle{node()} },
			func() Command {
				return Spike{name(), rapid.Float64Range(0.001, 1e6).Draw(t, "factor"), length() + time.Microsecond}
			},
			func() Command { return HotKey{name(), text(), ratio()} },
			func() Command { return Deliver{rapid.Uint64Range(1, 1<<40).Draw(t, "message")} },
			func() Command { return Drop{rapid.Uint64Range(1, 1<<40).Draw(t, "message")} },
			func() Command { return Delay{rapid.Uint64Range(1, 1<<40).Draw(t, "message"), length()} },
			func() Command { return Add{name(), members()} },
			func() Command { return Remove{node()} },
			func() Command { return Scale{name(), members()} },
			func() Command { return Resize{name(), rapid.Float64Range(0.001, 1e6).Draw(t, "factor")} },
			func() Command { return Promote{node()} },
			func() Command { return Restore{name(), length()} },
			func() Command { return Set{name(), name(), text()} },
			func() Command { return Wait{length()} },
			func() Command { return WaitQuiet{length()} },
			func() Command { return WaitUntil{conditions().Draw(t, "condition"), length()} },
			func() Command { return ExpectValue{text()} },
			func() Command { return ExpectError{name()} },
			func() Command { return ExpectNone{} },
			func() Command { return ExpectMetric{conditions().Draw(t, "condition")} },
			func() Command { return Check{rapid.SampledFrom(CheckNames()).Draw(t, "check")} },
		}
		return rapid.SampledFrom(forms).Draw(t, "form")()
	})
}

func steps() *rapid.Generator[Step] {
	return rapid.Custom(func(t *rapid.T) Step {
		s := Step{Command: commands().Draw(t, "command")}
		if rapid.Bool().Draw(t, "timed") {
			s.Timed = true
			s.At = clock.FromDuration(durations(false).Draw(t, "at"))
		}
		s.Text = s.String()
		return s
	})
}
