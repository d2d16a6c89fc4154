// SPDX-License-Identifier: MIT
#include <sys/prctl.h>
#include <sys/resource.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "sdk/host/inherited.hpp"
#include "sdk/host/serve.hpp"

namespace {

void limit(int what, rlim_t value) {
    const rlimit both{value, value};
    setrlimit(static_cast<__rlimit_resource>(what), &both);
}

void limit_resources([[maybe_unused]] rlim_t memory) {
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_NOFILE, 256);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // these reserve terabytes of address space
    limit(RLIMIT_AS, memory);
#endif
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fputs(
            "rapport-plugin-host runs one plugin for a Rapport service, which starts it. It is not meant to be started "
            "by hand.\n",
            stderr);
        return 2;
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    std::signal(SIGPIPE, SIG_DFL);                  // the service ignores it, and that is inherited
    if (getppid() != std::atoi(argv[1])) return 0;  // the service is gone already
    limit_resources(std::strtoull(argv[2], nullptr, 10));
    return rapport::sdk::serve(rapport::sdk::inherited_socket, rapport::sdk::inherited_library);
}
