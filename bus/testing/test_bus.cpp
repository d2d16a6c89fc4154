// SPDX-License-Identifier: MIT
#include "bus/testing/test_bus.hpp"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "bus/client/client.hpp"

namespace rapport::bus::testing {

TempFolder::TempFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "rapport-test-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::system_error(errno, std::generic_category(), "mkdtemp");
    path_ = name;
}

TempFolder::~TempFolder() {
    std::error_code ignored;  // a test that fails for it would hide why it failed before
    std::filesystem::remove_all(path_, ignored);
}

TestBus::TestBus(BrokerOptions options) : url_("ipc://" + (folder_.path() / "bus").string()) {
    options.listen = {url_};
    auto broker = std::make_unique<Broker>(loop_, std::move(options));
    thread_ = std::jthread([this, broker = std::move(broker)]() mutable {
        loop_.run();
        broker.reset();
    });
}

TestBus::~TestBus() {
    loop_.stop();
    thread_.join();
}

Process::Process(const std::vector<std::string>& arguments) {
    std::vector<char*> argv;
    for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    const pid_t parent = ::getpid();
    pid_ = ::fork();
    if (pid_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
    if (pid_ > 0) return;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() == parent) ::execv(argv[0], argv.data());
    ::_exit(127);
}

Process::~Process() {
    if (pid_ == 0) return;
    signal(SIGKILL);
    wait();
}

void Process::signal(int number) const { ::kill(pid_, number); }

int Process::wait() {
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

void BusProcess::start() {
    process_ = std::make_unique<Process>(
        std::vector<std::string>{std::string(RAPPORT_BIN) + "/rapport-bus", "--listen", url_, "--log-level", "warn"});
    Loop loop;
    Client(loop, url_).ask("bus", "$ping", "");
}

void BusProcess::kill() {
    process_->signal(SIGKILL);
    process_->wait();
}

PlainPeer::PlainPeer(const std::string& url) : socket_(context_, zmq::socket_type::dealer) {
    socket_.set(zmq::sockopt::linger, 0);
    socket_.set(zmq::sockopt::sndhwm, 0);  // sending never waits
    socket_.connect(url);
}

void PlainPeer::send(const std::vector<std::string>& frames) {
    for (const auto& frame : frames)
        socket_.send(zmq::buffer(frame), &frame == &frames.back() ? zmq::send_flags::none : zmq::send_flags::sndmore);
}

std::vector<std::string> PlainPeer::receive(std::chrono::milliseconds patience) {
    const auto until = std::chrono::steady_clock::now() + patience;
    while (true) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        socket_.set(zmq::sockopt::rcvtimeo, static_cast<int>(std::max<std::int64_t>(0, left.count())));
        std::vector<std::string> frames;
        zmq::message_t frame;
        do {
            if (!socket_.recv(frame)) return {};
            frames.push_back(frame.to_string());
        } while (frame.more());
        if (frames.size() != 2 || frames[1] != "\x05") return frames;
    }
}

}  // namespace rapport::bus::testing
