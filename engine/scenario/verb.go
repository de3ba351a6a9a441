package scenario

// Verb is a form of step, for help, completion and errors.
type Verb struct {
	Name    string // the first word or words: "put", "fail zone"
	Usage   string
	Doc     string // one line
	Example string

	read func(*args) Command
}

// Verbs lists all forms of step, what people do most first.
func Verbs() []Verb {
	return []Verb{
		{"put", "put KEY VALUE [via NODE] [as SESSION] [with n=K w=K]", "write a value", "put cart milk via store-1", readPut},
		{"get", "get KEY [via NODE] [as SESSION] [with n=K r=K]", "read a value", "get cart via store-3 as ann", readGet},
		{"cas", "cas KEY OLD NEW [via NODE] [as SESSION]", "write NEW if the value is OLD: compare and set", "cas cart milk eggs", readCAS},
		{"delete", "delete KEY [via NODE] [as SESSION] [with n=K w=K]", "remove a key", "delete cart", readDelete},
		{"merge shard", "merge shard NODE into NODE", "give all keys of one node's shard to another's while both serve; the first is then given up", "merge shard store-2 into store-1", readMergeShards},
		{"merge", "merge KEY as SESSION [via NODE] [with n=K w=K]", "write back all items of the siblings that a session has read", "merge cart as ann", readMerge},
		{"send", "send QUEUE BODY [group G] [id ID] [after TIME] [priority N]", "put a job on a queue", "send jobs invoice-7", readSend},
		{"publish", "publish TOPIC BODY [key K] [id ID]", "give a message to all subscribers of a topic", "publish news hello", readPublish},
		{"append", "append STREAM BODY [key K] [late TIME]", "add a record to a stream; late: it tells of something that long ago", "append clicks page-3 key ann", readAppend},
		{"replay", "replay WORKER from OFFSET|TIME", "let a stream's workers read again, from an offset of each partition or from a time", "replay counter from 0", readReplay},
		{"redrive", "redrive QUEUE", "put a queue's dead letters back into it, to be tried again", "redrive jobs", func(a *args) Command { return Redrive{a.name("QUEUE")} }},

		{"crash", "crash X", "stop a node, or all of a component: memory is lost, disk stays", "crash store-2", func(a *args) Command { return Crash{a.name("X")} }},
		{"restart", "restart X", "start it again from its disk, or end a pause", "restart store-2", func(a *args) Command { return Restart{a.name("X")} }},
		{"pause", "pause X [for TIME]", "freeze it with its memory, for a while or until restart", "pause web-1 for 5s", readPause},
		{"wipe", "wipe X", "crash it and lose its disk too", "wipe store-3", func(a *args) Command { return Wipe{a.name("X")} }},
		{"slow", "slow X by TIME", "make its work and every message that it sends take so much longer; 0s ends it", "slow store-2 by 200ms", func(a *args) Command { return Slow{a.name("X"), a.by(false)} }},
		{"skew", "skew X by TIME", "set its clock ahead, or behind with a minus", "skew store-1 by -2s", func(a *args) Command { return Skew{a.name("X"), a.by(true)} }},
		{"flush", "flush CACHE [KEY]", "make a cache, proxy or CDN forget everything, or one key", "flush hot", readFlush},

		{"partition", "partition A B | C D", "cut the groups off from each other, both directions", "partition store-1 store-2 | store-3", readPartition},
		{"cut", "cut A -> B", "lose all messages from A to B; those from B to A arrive", "cut store-1 -> store-2", readCut},
		{"heal", "heal [A B]", "end partitions, cuts and link faults: all, or those between A and B", "heal", readHeal},
		{"loss", "loss A B SHARE", "lose a share of the messages between two nodes", "loss store-1 store-2 10%", func(a *args) Command { return Loss{a.name("A"), a.name("B"), a.ratio("SHARE")} }},
		{"duplicate", "duplicate A B SHARE", "deliver a share of the messages twice", "duplicate store-1 store-2 5%", func(a *args) Command { return Duplicate{a.name("A"), a.name("B"), a.ratio("SHARE")} }},
		{"reorder", "reorder A B SHARE", "hold back a share of the messages, so that later ones overtake", "reorder store-1 store-2 5%", func(a *args) Command { return Reorder{a.name("A"), a.name("B"), a.ratio("SHARE")} }},
		{"bandwidth", "bandwidth A B RATE", "limit a link; 0 ends the limit", "bandwidth store-1 store-2 1MB/s", func(a *args) Command { return Bandwidth{a.name("A"), a.name("B"), a.bandwidth("RATE")} }},
		{"fail zone", "fail zone Z", "crash all nodes of a zone", "fail zone a", func(a *args) Command { return FailZone{a.name("Z")} }},
		{"restore zone", "restore zone Z", "restart all nodes of a zone", "restore zone a", func(a *args) Command { return RestoreZone{a.name("Z")} }},
		{"restore", "restore STORE to TIME", "bring a database back to a moment of the run, from a backup and the log shipped after it; what was written later is lost", "restore sql to 12s", readRestore},
		{"swizzle", "swizzle X", "cut the members of a component off one by one, heal them in another order", "swizzle store", func(a *args) Command { return Swizzle{a.name("X")} }},

		{"deliver", "deliver MESSAGE", "make a message in flight arrive at once; the lab shows their numbers", "deliver 17", func(a *args) Command { return Deliver{a.message()} }},
		{"drop", "drop MESSAGE", "lose a message in flight", "drop 17", func(a *args) Command { return Drop{a.message()} }},
		{"delay", "delay MESSAGE by TIME", "make a message in flight arrive later", "delay 17 by 200ms", func(a *args) Command { return Delay{a.message(), a.by(false)} }},

		{"spike", "spike CLIENT xN for TIME", "multiply a client's rate for a while", "spike users x10 for 30s", readSpike},
		{"hot-key", "hot-key CLIENT KEY SHARE", "send a share of a client's operations to one key", "hot-key users celebrity 50%", func(a *args) Command { return HotKey{a.name("CLIENT"), a.text("KEY"), a.ratio("SHARE")} }},

		{"add", "add X [N]", "add members to a component, one or N", "add store", readAdd},
		{"remove", "remove NODE", "take a member out of its component", "remove store-2", func(a *args) Command { return Remove{a.name("NODE")} }},
		{"scale", "scale X N", "set the number of members", "scale web 5", func(a *args) Command { return Scale{a.name("X"), a.count("N")} }},
		{"resize", "resize X Nx", "change the capacity of each member by a factor", "resize web 2x", func(a *args) Command { return Resize{a.name("X"), a.factor("Nx", "", "x")} }},
		{"promote", "promote NODE", "make a replica the leader", "promote sql-2", func(a *args) Command { return Promote{a.name("NODE")} }},
		{"split", "split NODE [at KEY]", "give half of the keys of a node's shard to a new shard while it serves; by range, those from a key on", "split store-2", readSplit},
		{"move", "move KEY to NODE|STORE", "give one key to a node's shard, or to a new one of its own, where a directory places keys", "move celebrity to store-4", readMove},
		{"set", "set X.PARAM VALUE", "change a parameter of a running component", "set store.read 1", readSet},

		{"wait", "wait TIME | wait until quiet|CONDITION [timeout TIME]", "let time pass: for a while, until nothing is in progress, or until a metric holds", "wait until jobs.depth == 0 timeout 1m", readWait},
		{"expect", "expect value V | error CODE | none | METRIC OP VALUE", "check what the last operation gave, or a metric", "expect users.availability >= 99.9%", readExpect},
		{"check", "check NAME", "run a checker over everything that happened", "check linearizable", readCheck},
	}
}

// CheckNames lists what `check` can run.
func CheckNames() []string {
	var names []string
	for _, c := range Checks() {
		names = append(names, c.Name)
	}
	return names
}

func verbNames() []string {
	verbs := Verbs()
	names := make([]string, len(verbs))
	for i, v := range verbs {
		names[i] = v.Name
	}
	return names
}
