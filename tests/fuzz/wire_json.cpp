// SPDX-License-Identifier: MIT
// Behind an M MessagePack, behind anything else JSON: what one way accepts, the other must read as the same.
#include <nlohmann/json.hpp>
#include <string_view>

#include "bus/base/error.hpp"
#include "bus/base/wire.hpp"
#include "tests/fuzz/must.hpp"

namespace {

using namespace rapport;
using fuzz::must;

void read_messagepack(std::string_view bytes) {
    const auto json = to_json(bytes);
    must(nlohmann::json::accept(json), "what comes out is JSON");
    must(nlohmann::json::accept(to_pretty_json(bytes)), "the indented form too");
    must(nlohmann::json::parse(json) == nlohmann::json::parse(to_pretty_json(bytes)), "and it says the same");
}

void read_json(std::string_view text) {
    const auto bytes = from_json(text);
    const auto json = to_json(bytes);
    must(from_json(json) == bytes, "JSON that was carried is the same when it is carried again");
    must(to_json(from_json(to_pretty_json(bytes))) == json, "so is its indented form");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    if (input.empty()) return 0;
    try {
        if (input.front() == 'M') read_messagepack(input.substr(1));
        else read_json(input.substr(1));
    } catch (const Error&) {
        return 0;  // refused, as noise should be
    }
    return 0;
}
