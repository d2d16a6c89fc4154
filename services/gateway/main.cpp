// SPDX-License-Identifier: MIT
#include <cstdio>

#include "bus/base/text.hpp"
#include "services/gateway/program.hpp"

int main(int argc, char** argv) {
    try {
        return rapport::gateway::run_program({argv + 1, argv + argc});
    } catch (const std::exception& e) {
        std::fprintf(stderr, "rapport-gateway: %s\n", rapport::printable_lines(e.what()).c_str());
        const auto* error = dynamic_cast<const rapport::Error*>(&e);
        return error && error->code() == rapport::Code::invalid_argument ? 2 : 1;
    }
}
