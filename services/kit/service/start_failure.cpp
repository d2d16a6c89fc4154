// SPDX-License-Identifier: MIT
#include "services/kit/service/start_failure.hpp"

#include <cstdio>

#include "bus/base/program.hpp"
#include "bus/base/text.hpp"
#include "services/kit/store/dsn.hpp"
#include "services/kit/store/open_error.hpp"

namespace rapport::kit {
namespace {

std::string in_one_line(std::string text) {
    text.erase(text.find_last_not_of(" \n\t") + 1);
    for (auto end = text.find('\n'); end != text.npos; end = text.find('\n', end)) {
        const auto next = text.find_first_not_of(" \n\t", end);
        text.replace(end, next - end, "; ");
    }
    return text;
}

}  // namespace

int tell_failed_start(const std::string& program, const std::exception& error) {
    std::string why = error.what();
    if (const auto* opening = dynamic_cast<const OpenError*>(&error))
        why += ": " + opening->cause() + "; the setting store is " + std::string(Dsn::forms);
    std::fprintf(stderr, "%s: %s\n", program.c_str(), in_one_line(printable_lines(why)).c_str());
    const auto* store = dynamic_cast<const StoreError*>(&error);
    return store && store->kind() == StoreError::Kind::busy ? 1 : cannot_start;
}

}  // namespace rapport::kit
