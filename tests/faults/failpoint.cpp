// SPDX-License-Identifier: MIT
// Loaded before the libraries of a program (LD_PRELOAD), it ends the process where a test says, as kill -9 would, and
// at no other moment. What the test says stands in the file that RAPPORT_FAILPOINT names; whoever dies of it takes the
// file away, so that it happens once.
#include <dlfcn.h>
#include <fcntl.h>
#include <unistd.h>
#include <zmq.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

/// What comes next, under the name that a library gave it.
template <class Function>
Function* next(const char* name) {
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

/// The file's text; nothing if there is none, which is so nearly always.
std::string asked_for() {
    const char* const file = std::getenv("RAPPORT_FAILPOINT");
    const int fd = file ? ::open(file, O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0) return {};
    char text[256];
    const auto size = ::read(fd, text, sizeof text);
    ::close(fd);
    return {text, size > 0 ? static_cast<std::size_t>(size) : 0};
}

void die() {
    const std::string file = std::getenv("RAPPORT_FAILPOINT");
    if (::rename(file.c_str(), (file + ".met").c_str()) == 0) ::kill(::getpid(), SIGKILL);
}

/// `synced NAME`: the file of that name, of those that are open, is on disk.
void synced(int fd) {
    const auto asked = asked_for();
    if (!asked.starts_with("synced ")) return;
    char path[4'096];
    const auto size = ::readlink(("/proc/self/fd/" + std::to_string(fd)).c_str(), path, sizeof path);
    if (size > 0 && std::string_view(path, static_cast<std::size_t>(size)).ends_with("/" + asked.substr(7))) die();
}

/// `publish TOPIC`: a message that begins so is about to go to those who listen; what was said before has left.
void publishing(void* socket, std::string_view topic) {
    int type = 0;
    std::size_t size = sizeof type;
    if (zmq_getsockopt(socket, ZMQ_TYPE, &type, &size) != 0 || type != ZMQ_PUB) return;
    if (asked_for() != "publish " + std::string(topic)) return;
    ::usleep(50'000);
    die();
}

}  // namespace

extern "C" {

int fdatasync(int fd) {
    static auto* const real = next<int(int)>("fdatasync");
    const int result = real(fd);
    if (result == 0) synced(fd);
    return result;
}

int fsync(int fd) {
    static auto* const real = next<int(int)>("fsync");
    const int result = real(fd);
    if (result == 0) synced(fd);
    return result;
}

int zmq_send(void* socket, const void* data, std::size_t size, int flags) {
    static auto* const real = next<int(void*, const void*, std::size_t, int)>("zmq_send");
    if (flags & ZMQ_SNDMORE) publishing(socket, {static_cast<const char*>(data), size});
    return real(socket, data, size, flags);
}
}
