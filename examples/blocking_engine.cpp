// SPDX-License-Identifier: MIT
// An engine of your own, made from a function that fetches one update: this one copies from memory.

#include <wua/wua.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <string>
#include <utility>

int main()
{
    const std::string source(5'000'000, 'x');
    wua::blocking_engine engine([&](wua::update_reporter& report) {
        report.set_size(source.size());
        std::string copy;
        while (copy.size() != source.size())
        {
            if (report.stop_token().stop_requested())
            {
                return wua::outcome::aborted();
            }
            copy += source.substr(copy.size(), 65'536);
            report.set_bytes(copy.size());
        }
        report.start_verifying();
        return copy == source ? wua::outcome::succeeded() : wua::outcome::failed(wua::wu_e_dm_incorrectfilehash);
    });

    wua::job job = wua::start(std::move(engine), {wua::make_item("Copy", "memory://x")});
    const wua::outcome result = job.wait();
    std::printf("%d %% of %llu bytes, %s\n", job.progress().percent(),
                static_cast<unsigned long long>(job.progress().bytes_downloaded()),
                result.is_success() ? "succeeded" : "failed");
    return result.is_success() ? 0 : 1;
}
