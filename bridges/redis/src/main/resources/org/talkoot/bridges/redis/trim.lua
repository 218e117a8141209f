-- Trims a stream, and says how many entries went.
-- KEYS[1]: the stream. ARGV: how many entries may stay at most, or ''; the id of the oldest that may stay, or '';
-- '1' when what a group has not acknowledged may go, too.

-- Entries that go because of their number, in one call.
local MOST = 10000

-- Ids are two numbers of up to 20 digits, which are more than numbers have here.
local function less(a, b)
    local am, as = string.match(a, '(%d+)-(%d+)')
    local bm, bs = string.match(b, '(%d+)-(%d+)')
    local x, y = am, bm
    if am == bm then
        x, y = as, bs
    end
    if #x ~= #y then
        return #x < #y
    end
    return x < y
end

-- The first that no group has acknowledged, or the last that it has where that is all.
local function keptBy(group)
    local said = {}
    for i = 1, #group, 2 do
        said[group[i]] = group[i + 1]
    end
    if said['pending'] > 0 then
        return redis.call('XPENDING', KEYS[1], said['name'])[2]
    end
    return said['last-delivered-id']
end

if redis.call('EXISTS', KEYS[1]) == 0 then
    return 0
end

local stays = ARGV[2]
if ARGV[1] ~= '' then
    local surplus = redis.call('XLEN', KEYS[1]) - tonumber(ARGV[1])
    if surplus > 0 then
        local oldest = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', math.min(surplus, MOST) + 1)
        local first = oldest[#oldest][1]
        if stays == '' or less(stays, first) then
            stays = first
        end
    end
end
if stays == '' then
    return 0
end
if ARGV[3] ~= '1' then
    for _, group in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
        local kept = keptBy(group)
        if less(kept, stays) then
            stays = kept
        end
    end
end
return redis.call('XTRIM', KEYS[1], 'MINID', '=', stays)
