package request

// Codes of errors, as `expect error CODE` names them.
const (
	NoQuorum         = "no-quorum"
	Timeout          = "timeout"
	Overloaded       = "overloaded"
	Full             = "full"
	Unsupported      = "unsupported"
	NotLeader        = "not-leader"
	Mismatch         = "mismatch"
	Abandoned        = "abandoned"
	DeadlineExceeded = "deadline-exceeded"
	Throttled        = "throttled"
	Shed             = "shed"
	CircuitOpen      = "circuit-open"
	BulkheadFull     = "bulkhead-full"
	NoConnection     = "no-connection"
	SessionLost      = "session-lost"
	Unauthorised     = "unauthorised"
	TooLarge         = "too-large"
	NoAddress        = "no-address"
	DataLost         = "data-lost"
	CutOff           = "cut-off"
)

// Codes lists every code with its meaning.
func Codes() [][2]string {
	return [][2]string{
		{NoQuorum, "fewer replicas answered than the operation needs"},
		{Timeout, "whoever was asked did not answer in time"},
		{Overloaded, "refused, because the waiting line is full"},
		{Full, "refused, because the queue holds all it may"},
		{Unsupported, "the component asked can't do that"},
		{NotLeader, "only the leader does that, and the node asked does not lead"},
		{Mismatch, "compare-and-set found another value than the one expected"},
		{Abandoned, "whoever asked crashed before the answer came"},
		{DeadlineExceeded, "dropped, because nobody waits for the answer any more"},
		{Throttled, "refused, because more was asked than a limit allows"},
		{Shed, "refused early, because the wait for it would be too long"},
		{CircuitOpen, "not even asked: the circuit breaker is open, since the one asked failed too often lately"},
		{BulkheadFull, "not even asked: all slots for calls to that component are taken"},
		{NoConnection, "refused, because all connections to the store are taken"},
		{Unauthorised, "refused, because the request has no API key"},
		{TooLarge, "refused, because the body has more bytes than are allowed"},
		{DataLost, "more disks are broken than the array can do without"},
		{CutOff, "the member that worked on it was removed, and took longer than the balancer drains"},
		{NoAddress, "the name could not be resolved to an address"},
		{SessionLost, "the server asked does not know the session: its owner must log in again"},
	}
}
