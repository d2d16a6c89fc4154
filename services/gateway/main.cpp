// SPDX-License-Identifier: MIT
#include "bus/base/program.hpp"
#include "services/gateway/program.hpp"
#include "services/kit/service/start_failure.hpp"

int main(int argc, char** argv) {
    rapport::StandardOutput output("rapport-gateway");
    try {
        return output.end(rapport::gateway::run_program({argv + 1, argv + argc}));
    } catch (const std::exception& error) {
        return rapport::kit::tell_failed_start("rapport-gateway", error);
    }
}
