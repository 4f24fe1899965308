// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include "job/fakes.hpp"
#include <wua/job/transfer.hpp>
#include <wua/model/file_result.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace
{

wua::file_result file_at(std::uint32_t index)
{
    return {.file = index, .path = "file " + std::to_string(index), .size = 10};
}

} // namespace

TEST_CASE("a job keeps details of files on request, until their update has ended", "[file_results]")
{
    const fakes::watched_job job(fakes::updates({10, 10}), {.keeps_files = true});
    wua::transfer transfer(job.job);
    CHECK(transfer.wants_files());
    CHECK(job->files(0).empty());
    transfer.start(1);
    transfer.add_file(1, file_at(0));
    transfer.add_file(1, file_at(1));
    transfer.add_file(2, file_at(2)); // of no update
    transfer.finish(1, wua::outcome::succeeded());
    transfer.add_file(1, file_at(3)); // too late
    CHECK(job->files(0).empty());
    CHECK(job->files(1) == std::vector{file_at(0), file_at(1)});

    const fakes::watched_job other(fakes::updates({10}), {});
    wua::transfer unasked(other.job);
    CHECK_FALSE(unasked.wants_files());
    unasked.add_file(0, file_at(0));
    CHECK(other->files(0).empty());
}
