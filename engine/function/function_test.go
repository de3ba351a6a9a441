package function

import (
	"slices"
	"testing"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/scaling"
)

func at(s int) clock.Time { return clock.FromDuration(time.Duration(s) * time.Second) }

// Goal: the first is cold, the next warm, two at once cold again, and after
// the expiry all are cold.
func TestEnvironmentsAreReusedUntilTheyExpire(t *testing.T) {
	e := New(&Config{Limit: 10, Expiry: time.Minute})
	if e.Begin(at(0)) != Cold {
		t.Error("the first is not cold")
	}
	e.End(at(1), e.Taken())
	if e.Begin(at(2)) != Warm || e.Begin(at(2)) != Cold {
		t.Error("of two at once, one is warm and one cold")
	}
	e.End(at(3), e.Taken())
	e.End(at(3), e.Taken())
	if e.Ready(at(62)) != 2 || e.Ready(at(63)) != 0 {
		t.Error("two are ready until a minute after their last work")
	}
	if e.Begin(at(64)) != Cold {
		t.Error("warm after all have expired")
	}
}

// Goal: beyond the limit there is no environment, cold or warm.
func TestLimitRefuses(t *testing.T) {
	e := New(&Config{Limit: 2, Expiry: time.Minute})
	e.Begin(at(0))
	e.Begin(at(0))
	if e.Begin(at(0)) != Refused {
		t.Error("a third one of two")
	}
	e.End(at(1), e.Taken())
	if e.Begin(at(1)) != Warm {
		t.Error("refused although one is free")
	}
}

// Goal: provisioned ones are warm from their moment on, do not expire, and cost.
func TestProvisionedAreWarm(t *testing.T) {
	e := New(&Config{Limit: 10, Expiry: time.Second, Schedule: []scaling.Planned{{At: 10 * time.Second, Count: 2}, {At: 100 * time.Second, Count: 0}}})
	if e.Ready(at(9)) != 0 || e.Ready(at(10)) != 2 || e.Paid(at(50)) != 2 || e.Paid(at(100)) != 0 {
		t.Error("two from 10 s to 100 s")
	}
	if !slices.Equal([]Start{e.Begin(at(60)), e.Begin(at(60)), e.Begin(at(60))}, []Start{Warm, Warm, Cold}) {
		t.Error("of three at once, two are warm")
	}
}
