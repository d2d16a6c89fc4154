// SPDX-License-Identifier: MIT
#include "services/complaints/desk.hpp"

int main(int argc, char** argv) {
    namespace complaints = rapport::complaints;
    return rapport::kit::service_main(
        argc, argv, "complaints", &rapport::shape_of<complaints::Settings>(),
        [](const rapport::kit::Environment& environment) {
            return std::make_unique<complaints::Desk>(environment.sources.read<complaints::Settings>());
        });
}
