// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>

namespace rapport {

/// Lets this process, and those that it starts, have as many file descriptors as the system allows it (each
/// connection, socket and store is one). Answers how many that are. For main(), before anything is opened.
std::size_t allow_many_open_files();

}  // namespace rapport
