package delivery

import (
	"math/big"

	"netsplit/calc"
	"netsplit/calc/exact"
	"netsplit/calc/unit"
)

// Fanout returns the calculator of a feed: deliver each post when it is
// written, or gather them when a feed is read.
func Fanout() calc.Calculator {
	return calc.Calculator{
		Name: "fanout", Title: "Fan-out", Summary: "a feed made when posts are written against one made when it is read",
		Forms: []calc.Form{calc.NewForm("write or read", fanoutFields(), fanout)},
	}
}

func fanoutFields() []calc.Field {
	return []calc.Field{
		{Name: "posts", Label: "posts", Default: "5k/s", Help: "of all users: 5k/s"},
		{Name: "reads", Label: "reads", Default: "300k/s", Help: "of feeds, of all users: 300k/s"},
		{Name: "followers", Label: "followers", Default: "200", Help: "of who posts, on average: 200"},
		{Name: "following", Label: "following", Default: "200", Help: "how many a reader follows, on average: 200"},
		{Name: "largest", Label: "largest", Default: "30M", Help: "followers of the most followed account: 30M"},
		{Name: "workers", Label: "workers", Default: "1M/s", Help: "deliveries that can be made: 1M/s"},
	}
}

// feed is the parsed input.
type feed struct {
	posts, reads, followers, following, largest, workers *big.Rat
}

// push is the work of delivering each post to every follower, where a read is
// one look into a ready feed.
func (f feed) push() *big.Rat { return exact.Sum(exact.Mul(f.posts, f.followers), f.reads) }

// pull is the work of asking for the posts of everyone followed, where a post
// is one write.
func (f feed) pull() *big.Rat { return exact.Sum(f.posts, exact.Mul(f.reads, f.following)) }

// crossing is the reads for each post at which both are the same work.
func (f feed) crossing() (reads *big.Rat, ok bool) {
	extra := exact.Sub(f.following, exact.Int(1))
	if extra.Sign() <= 0 {
		return nil, false
	}
	return exact.Quo(exact.Sub(f.followers, exact.Int(1)), extra), true
}

func fanout(values map[string]string) (calc.Worksheet, error) {
	w := calc.Worksheet{Command: "fanout", Shell: calc.ShellShowing("fanout", fanoutFields(), values, 4)}
	r := calc.Read(&w, values)
	f := feed{r.Rate("posts"), r.Rate("reads"), r.Count("followers"), r.Count("following"), r.Count("largest"), r.Rate("workers")}
	if r.Err != nil {
		return calc.Worksheet{}, r.Err
	}
	w.Title = "A feed with " + rate(f.posts).String() + " posts and " + rate(f.reads).String() + " reads"
	push, pull := f.push(), f.pull()
	choose := "write"
	if pull.Cmp(push) < 0 {
		choose = "read"
	}
	slowest := exact.Quo(f.largest, f.workers)
	w.Step("on write", rate(push), "{} × {} + {}", rate(f.posts), count(f.followers), rate(f.reads))
	w.Step("on read", rate(pull), "{} + {} × {}", rate(f.posts), rate(f.reads), count(f.following))
	w.Step("one more over the other", count(exact.Quo(exact.Max(push, pull), exact.Min(push, pull))), "{} ÷ {}", rate(exact.Max(push, pull)), rate(exact.Min(push, pull)))
	w.Step("most followed, on write", seconds(slowest), "{} ÷ {}", count(f.largest), rate(f.workers))
	w.Answer("write_per_second", "work with fan-out on write", rate(push))
	w.Answer("read_per_second", "work with fan-out on read", rate(pull))
	w.Answer("choose", "less work: fan-out on", unit.Word(choose))
	w.Answer("deliveries_per_second", "deliveries", rate(exact.Mul(f.posts, f.followers)))
	w.Answer("workers_ratio", "of what workers can", share(exact.Quo(exact.Mul(f.posts, f.followers), f.workers)))
	w.Answer("largest_seconds", "one post to all of "+count(f.largest).String(), seconds(slowest))
	w.Assume("work", "one row is one", "a delivery, a read of a ready feed and the latest posts of one account each count as one")
	w.Assume("feeds", "all are delivered to", "leaving out people who have not come for a month makes fan-out on write cheaper")
	w.Assume("mixed", "is usual", "deliver the posts of most, and gather those of the few with very many followers when a feed is read")
	f.matters(&w, push, pull)
	return w, nil
}

func (f feed) matters(w *calc.Worksheet, push, pull *big.Rat) {
	posted, followed, following, read := f, f, f, f
	posted.posts = exact.Mul(f.posts, exact.Int(2))
	followed.followers = exact.Mul(f.followers, exact.Int(2))
	following.following = exact.Mul(f.following, exact.Int(2))
	read.reads = exact.Mul(f.reads, exact.Int(2))
	w.Compare(rate(exact.Min(push, pull)),
		calc.Change{Input: "followers", Words: "twice as many, the lesser work", To: rate(exact.Min(followed.push(), followed.pull()))},
		calc.Change{Input: "posts", Words: "twice as many, the lesser work", To: rate(exact.Min(posted.push(), posted.pull()))},
		calc.Change{Input: "following", Words: "twice as many, the lesser work", To: rate(exact.Min(following.push(), following.pull()))},
		calc.Change{Input: "reads", Words: "twice as many, the lesser work", To: rate(exact.Min(read.push(), read.pull()))})
	if reads, ok := f.crossing(); ok && reads.Sign() > 0 {
		w.Threshold("reads", "above "+rate(exact.Mul(reads, f.posts)).String()+", "+count(reads).String()+" for each post, fan-out on write is less work, below it fan-out on read")
	}
	second := exact.Mul(f.workers, exact.Int(5))
	w.Threshold("largest", "an account with more than "+count(second).String()+" followers takes over 5 s to deliver: gather its posts when feeds are read")
}
