-- Reads threads in turn, a page of a hundred comments each. Arguments: key, threads.
local threads = 0
function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(args)
  local key, count = args[1], tonumber(args[2])
  local requests = {}
  for i = 0, count - 1 do
    requests[i] = string.format("GET /v1/sites/bench/articles/a-%05d/thread?limit=100 HTTP/1.1\r\nHost: bench\r\n" ..
      "Authorization: Bearer %s\r\n\r\n", i, key)
  end
  local next = number * 7919 % count
  function request()
    next = (next + 1) % count
    return requests[next]
  end
end

function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(50),
    latency:percentile(99), e.connect + e.read + e.write + e.status + e.timeout))
end
