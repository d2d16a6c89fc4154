// SPDX-License-Identifier: MIT
#include "sdk/host/error.hpp"

namespace rapport::sdk {

std::string_view to_string(PluginError::Kind given) {
    using enum PluginError::Kind;
    switch (given) {
        case file:
            return "file";
        case untrusted:
            return "untrusted";
        case no_note:
            return "no_note";
        case abi:
            return "abi";
        case kind:
            return "kind";
        case sanitizer:
            return "sanitizer";
        case load:
            return "load";
        case contract:
            return "contract";
        case settings:
            return "settings";
        case input:
            return "input";
        case failed:
            return "failed";
        case deadline:
            return "deadline";
        case died:
            return "died";
        case quarantined:
            return "quarantined";
        case host:
            return "host";
    }
    return "unknown";
}

}  // namespace rapport::sdk
