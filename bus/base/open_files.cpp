// SPDX-License-Identifier: MIT
#include "bus/base/open_files.hpp"

#include <sys/resource.h>

#include "bus/base/error.hpp"

namespace rapport {

std::size_t allow_many_open_files() {
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0) throw Error(Code::internal, "the limit of open files cannot be read");
    const rlim_t before = files.rlim_cur;
    files.rlim_cur = files.rlim_max;
    return ::setrlimit(RLIMIT_NOFILE, &files) == 0 ? files.rlim_max : before;
}

}  // namespace rapport
