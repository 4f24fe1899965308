// SPDX-License-Identifier: MIT
// Traces: any content is either read and plays to the end, or refused with a reason.

#include "fuzz.hpp"
#include <wua/engine/simulated_engine.hpp>
#include <wua/engine/trace_json.hpp>
#include <wua/job/job.hpp>

#include <string>
#include <string_view>

FUZZ_TARGET(trace_json)
{
    // Inputs usually contain the head, so that the events are reached.
    const std::string_view input = fuzz::text_of(data, size);
    const std::string text =
        input.starts_with('H')
            ? std::string(input.substr(1))
            : "{\"format\":\"wua-trace\",\"version\":1,\"updates\":2}\n"
              "{\"title\":\"a\",\"files\":[9]}\n{\"title\":\"b\",\"files\":[null]}\n" +
                  std::string(input);
    wua::written_trace read;
    try
    {
        read = wua::parse_trace(text);
    }
    catch (const wua::hresult_error& error)
    {
        fuzz::require(error.code() == wua::e_trace_invalid && std::string_view(error.what()).starts_with("line "),
                      "a refusal says where", text);
        return 0;
    }
    fuzz::require(!read.updates.empty(), "what is read makes sense", text);
    wua::job job = [&] {
        try
        {
            return wua::start(wua::simulated_engine(read.script), read.updates, {.downloader = read.options});
        }
        catch (const wua::hresult_error& error)
        {
            fuzz::require(error.code() == wua::e_invalidarg, "only sizes may be refused", text);
            return wua::start(wua::simulated_engine(), {wua::make_item("", "", 0)});
        }
    }();
    job.wait();
    fuzz::require(job.is_completed(), "a trace plays to its end", text);
    return 0;
}
