// SPDX-License-Identifier: MIT
// Up to the first NUL a filter, after it the record in MessagePack; without a NUL, a record of ours.
#include "bus/base/filter.hpp"

#include "bus/base/error.hpp"
#include "bus/base/wire.hpp"
#include "tests/fuzz/must.hpp"

namespace {

using namespace rapport;
using fuzz::must;

const Any& usual() {
    static const Any record{
        from_json(R"({"type":"complaints.opened","sequence":7,"quiet":false,"actor":{"id":"user:1","roles":["agent"]},)"
                  R"("data":{"priority":"P1","amount":2.5,"tags":["a","b"],"note":null,"items":[{"n":1},{"n":2}]}})")};
    return record;
}

void check(const Filter& filter, const Any& record) {
    const bool holds = matches(filter, record);
    must(matches({.kind = Filter::Kind::none, .parts = {filter}}, record) != holds, "`not` turns it around");
    must(matches({.kind = Filter::Kind::all, .parts = {filter, filter}}, record) == holds, "twice is as once");
    matches(filter, [](std::string_view path) -> Scalar { return static_cast<std::int64_t>(path.size()); });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto nul = input.find('\0');
    try {
        const auto filter = parse_filter(input.substr(0, nul));
        must(parse_filter(input.substr(0, nul)) == filter, "the same text is the same filter");
        check(filter, nul == input.npos ? usual() : Any{std::string(input.substr(nul + 1))});
    } catch (const Error&) {
        return 0;  // no filter, or no record
    }
    return 0;
}
