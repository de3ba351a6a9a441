package resilience

// Budget bounds the share of requests that are retries: every request pays
// something in, every retry takes one out. A client on its own can then not
// multiply the load when everything fails, which is when retries help least.
type Budget struct{ saved float64 }

// Bounds of what a budget holds: a few retries are allowed from the start, and
// a long quiet time does not pay for a storm.
const (
	budgetStart = 10
	budgetMost  = 100
)

// NewBudget returns a budget with its start.
func NewBudget() *Budget { return &Budget{saved: budgetStart} }

// Request pays a request's share in.
func (b *Budget) Request(share float64) { b.saved = min(budgetMost, b.saved+share) }

// Retry asks for a retry. A share of 1 or more is no limit.
func (b *Budget) Retry(share float64) bool {
	if share >= 1 {
		return true
	}
	if b.saved < 1-1e-9 {
		return false
	}
	b.saved--
	return true
}
