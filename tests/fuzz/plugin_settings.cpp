// SPDX-License-Identifier: MIT
// Up to the first NUL a schema, after it the settings; without a NUL, settings against a schema of ours.
#include "sdk/host/error.hpp"
#include "sdk/host/settings.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto nul = text.find('\0');
    const std::string usual =
        R"({"type":"object","additionalProperties":false,"required":["a"],"properties":{"a":{"type":"string","maxLength":9},)"
        R"("b":{"type":"integer","minimum":1,"maximum":9,"default":3},"c":{"type":"array","items":{"type":"number"}}}})";
    try {
        if (nul == text.npos) rapport::sdk::settle("some.plugin", usual, text);
        else rapport::sdk::settle("some.plugin", text.substr(0, nul), text.substr(nul + 1));
    } catch (const rapport::sdk::PluginError&) {
        return 0;  // refused, as noise should be
    }
    return 0;
}
