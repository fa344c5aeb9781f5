-- Asks for one static file again and again.
function init(args)
  local asked = "GET /thread.json HTTP/1.1\r\nHost: bench\r\n\r\n"
  function request() return asked end
end

function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(50),
    latency:percentile(99), e.connect + e.read + e.write + e.status + e.timeout))
end
