-- Submits comments without end: unique external ids over the articles, bodies from the file beside.
-- Arguments: key, a tag for this run's ids, the file of comments, articles, milliseconds between the requests of
-- a connection (0: none).
local threads = 0
function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(args)
  local key, tag, file, articles, pause = args[1], args[2], args[3], tonumber(args[4]), tonumber(args[5])
  local tails = {}
  for line in io.lines(file) do tails[#tails + 1] = line end
  local heads = {}
  for i = 0, articles - 1 do
    heads[i] = string.format("POST /v1/sites/bench/articles/a-%05d/comments HTTP/1.1\r\nHost: bench\r\n" ..
      "Authorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: ", i, key)
  end
  local prefix = string.format('{"external_id":"%s-%d-', tag, number)
  local sent = 0
  math.randomseed(number + 1)
  function request()
    sent = sent + 1
    local body = prefix .. string.format("%09d", sent) .. tails[sent % #tails + 1]
    return heads[math.random(0, articles - 1)] .. #body .. "\r\n\r\n" .. body
  end
  if pause > 0 then
    function delay() return pause end
  end
end

function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(50),
    latency:percentile(99), e.connect + e.read + e.write + e.status + e.timeout))
end
