// SPDX-License-Identifier: MIT
// What debugger shows: each value that a debugger is to show in words, once.

#include <wua/com/bstr.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/job/job.hpp>
#include <wua/objects/string_collection.hpp>
#include <wua/wuapi/download_job.hpp>

namespace
{

int stop_here()
{
    return 0;
}

} // namespace

int main()
{
    const wua::HRESULT code = wua::e_pointer;
    const wua::HRESULT unknown_code = wua::make_hresult(0x8ABC0001);
    const wua::guid id = wua::iid_of<wua::IDownloadJob>;
    const wua::bstr text("Größe");
    const wua::bstr no_text;
    const wua::com_ptr<wua::IStringCollection> collection = wua::make_string_collection();
    const wua::com_ptr<wua::IStringCollection> no_object;
    const wua::outcome failure =
        wua::outcome::failed(wua::wu_e_pt_http_status_not_found, {.source = "http", .code = 404}, "HTTP 404");
    const wua::outcome success = wua::outcome::succeeded();
    wua::job job = wua::start(wua::simulated_engine(), {wua::make_item("file", "https://host/file", 1000)});
    job.wait();
    const wua::progress_snapshot snapshot = job.progress();
    return stop_here() + (code == unknown_code && wua::same(id, wua::guid_null) && text == no_text &&
                          collection == no_object && failure == success && snapshot.is_completed());
}
