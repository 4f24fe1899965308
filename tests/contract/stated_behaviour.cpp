// SPDX-License-Identifier: MIT
// What README.md and the pages in docs/ say of the library's behaviour, line by line, each with the tests that would
// fail if it were untrue. The rules of the progress contract have their checker instead, the members their table.

#include "catch.hpp"
#include "test_sources.hpp"

#include <algorithm>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace
{

struct statement
{
    std::string_view says; // the first cell of a row, or how an item of a list begins
    std::vector<std::string_view> tests;
};

struct stated_page
{
    const char* file;
    std::vector<std::string_view> headings;
    std::vector<statement> statements;
};

const std::vector<stated_page>& pages()
{
    static const std::vector<stated_page> all{
        {"docs/behaviour.md",
         {"Starting", "While it runs", "Pausing", "Two engines as one", "Ending", "Callbacks"},
         {
             {"`Updates` unset or empty", {"without updates there is no download"}},
             {"callbacks that are null", {"callbacks may be left out, unless the downloader is strict"}},
             {"a callback that has neither the typed interface nor `IDispatch`",
              {"an object that is neither a callback nor a script's function is refused"}},
             {"late bound: a callback left out, or `Empty`",
              {"a script may leave callbacks out or pass Empty, but not Null"}},
             {"late bound: a member that fails",
              {"the sentence of what a member throws reaches a late-bound caller, and no later failure",
               "a script is told what it did wrong"}},
             {"late bound: named arguments",
              {"the names of a member's parameters are found in any case and any order",
               "named arguments go to their parameters, in any order and beside others",
               "a name that is no parameter's, one that comes twice and one that is left out are told apart"}},
             {"a member that fails, called through the vtable",
              {"a method that fails leaves its sentence, or the name and the meaning of its code",
               "a late-bound call that fails leaves words, too, and a success leaves what was there",
               "every object answers for the error information of its interfaces"}},
             {"`state` with an array or a user-defined type",
              {"arrays, records and references to nothing are refused as a state"}},
             {"`state` by reference (`VT_BYREF`)",
              {"the state may be any number, by value or by reference",
               "the state may be text, and the job's copy is its own",
               "an object for a state is kept by one reference, and released once by EndDownload",
               "arrays, records and references to nothing are refused as a state"}},
             {"default `Priority`",
              {"a new downloader has an unknown client, normal priority, no force and no updates",
               "a priority is one of the four that exist"}},
             {"`Updates` of the downloader before it is set",
              {"a new downloader has an unknown client, normal priority, no force and no updates",
               "without updates there is no download"}},
             {"an update whose `IsDownloaded` is true",
              {"an update that is there already is not downloaded again unless it is forced",
               "of a mixed job only what is missing is downloaded"}},
             {"`BeginDownload` while another job of the downloader runs",
              {"a job begins while another one runs, and each ends by itself"}},
             {"`put_Updates`, `put_Priority`, ... while a job runs",
              {"new updates concern later jobs alone",
               "the engine is told the settings of the moment when its job begins"}},
             {"a foreign `IUpdateCollection`",
              {"a collection of somebody else's is asked once, and what it fails with is the answer"}},
             {"a script's object that is no collection",
              {"a script's object that is no collection of updates is refused, and what was set stays"}},
             {"a client's object that throws",
              {"what a client's objects throw becomes the code of the call, and nothing begins",
               "what a QueryInterface hands out that fails or throws is not believed"}},
             {"an engine that throws when it is started",
              {"what an engine throws at the start is what the call fails with, and no callback comes",
               "start throws what the engine threw"}},
             {"`BeginDownload2` with `downloadTypeUpdateBootstrapper`", {"the newer members choose what to download"}},
             {"the current update",
              {"the current update is the one that started first among those that have not ended"}},
             {"`PercentComplete`",
              {"percentages are weighted by size",
               "updates without a size share one half of the bar, also once their size is known",
               "100 percent is shown only once the last update has its result"}},
             {"an update that failed",
              {"100 percent is shown only once the last update has its result",
               "an abort in the middle leaves finished updates their results"}},
             {"totals that are not known",
              {"a size that nobody knows is 0, and said to be unknown",
               "an unknown number of bytes is nothing, and not a number"}},
             {"a new attempt",
              {"a retry never inflates the job's bytes, whatever is kept", "a snapshot tells one instant of a job"}},
             {"the speed", {"a speed that has been for long is left for a new one within seconds"}},
             {"the time left",
              {"the time left is off by less than half, and jumps by less than two seconds, over all traces",
               "the first second makes no guess at the time left"}},
             {"no bytes for 5 s",
              {"a stall is told from five seconds on and ends with the next bytes, and the guess is as before it",
               "what has not begun or is being verified does not stall",
               "a stall is that of what is to come, whichever update is the current one",
               "a stall is told, and then nothing of the time left"}},
             {"a job that the client releases while it runs",
              {"a job that is released while it runs is downloaded to its end, and its callbacks come",
               "a job in real time goes on when nobody holds it or its engine any more",
               "a job on virtual time ends when nobody holds its engine any more, and its callbacks come"}},
             {"a child of `fork()`",
              {"a poll in a child of fork never hangs",
               "a job whose abort is overdue does not end in a child of fork, nor is its clock asked there",
               "what is let go of is not locked by a child of fork that has it open, too"}},
             {"the process exits while jobs run: `exit()` on any thread or in a callback, `main` returns",
              {"an engine can use OpenSSL until the process is gone",
               "a program that exits right after its last download leaves nothing behind"}},
             {"nobody drives a simulated engine",
              {"nothing happens until somebody moves the time",
               "to wait for a job of a simulated engine moves the engine's time by as much",
               "a running job can be polled, aborted and waited for",
               "Download returns when all is over, with the result of each update"}},
             {"pausing twice",
              {"pausing is a flag, and a resume that comes at once changes nothing",
               "a job's pause, its updates' and the engine's do not know of each other"}},
             {"how soon", {"a job is paused once everything that is left of it stands still"}},
             {"an update that is being downloaded",
              {"a paused update gives its place to others and comes back before anything new starts",
               "a paused update gives its place to others, and what was to be paused before its turn is not started"}},
             {"an update in the queue",
              {"what is paused before its turn is not started, and starts when it is resumed",
               "a job that is paused in the queue starts when it is resumed, and ends when it is aborted"}},
             {"an update whose bytes are all there", {"an update that verifies is finished although it was paused"}},
             {"an abort, the destructor of a `wua::job`, the end of the engine",
              {"a paused job is aborted, started or not", "an engine ends although its jobs are paused"}},
             {"`EndDownload`, `CleanUp`, `wait` of a paused job",
              {"to wait for a paused job is to wait for whoever resumes it"}},
             {"pausing or resuming what is being aborted or has ended",
              {"a paused job can be aborted, and nothing is paused of what is being aborted or has ended"}},
             {"an engine that cannot",
              {"what an engine cannot change is refused by name, and so is an update that does not exist"}},
             {"limits of time", {"no limit of time counts a pause"}},
             {"the connection of a paused update",
              {"a short pause keeps the connection, and takes nothing from it",
               "a long pause gives the connection up, and a range brings what is missing",
               "what no range could continue keeps its connection as long as the server bears it"}},
             {"a server that closes the connection meanwhile",
              {"a server that does not bear a pause costs a range, and no attempt"}},
             {"others that want the same file", {"others that follow a paused update's download go on without it"}},
             {"`curl_options::may_fetch`",
              {"nothing is fetched while the program says no, and its reason is shown",
               "the program is asked every so often, and only while there are jobs",
               "an engine's reason is shown as long as it holds the job, and in snapshots for ever"}},
             {"a priority that is changed", {"a priority that is changed decides what starts next"}},
             {"a limit that is changed",
              {"a limit of bandwidth is changed under way, of a job and of the engine",
               "a limit that comes under way is obeyed"}},
             {"which engine has an update",
              {"what fails with the first engine is downloaded by the second, as another attempt",
               "the second engine's result is final"}},
             {"what falls back",
              {"only the failures that the rule is about fall back",
               "an engine that brings no bytes is given up in time, and what waits for it goes along",
               "a stall that is over in time is none, nor is a long verification"}},
             {"`a` does not let go",
              {"an engine that does not let go is waited for in vain only so long, and its late reports are ignored"}},
             {"the bytes that are there",
              {"a server that falls silent is given up, and the second curl engine continues the file",
               "until the second engine has bytes the job shows those of the first, and never fewer in all",
               "the second engine may find another size"}},
             {"an abort",
              {"an abort reaches whichever engine has the update",
               "an abort while the first engine lets go leaves nothing to the second"}},
             {"indices", {"an engine that brings no bytes is given up in time, and what waits for it goes along"}},
             {"time",
              {"an engine without anything left to do is given up when its time would be over",
               "engines with threads fall back to each other and to driven ones"}},
             {"the end of the engine", {"the end of the engine ends its jobs, also where others have its engines"}},
             {"`EndDownload` before the end",
              {"a running job can be polled, aborted and waited for",
               "a callback on the stack may go once EndDownload or CleanUp has returned"}},
             {"`EndDownload` in a callback of the job",
              {"the completed callback can end its job, but not clean it up",
               "a callback of a running job can poll and abort it, but not wait for it"}},
             {"`EndDownload` again",
              {"an ended job has let go of its state, cannot be ended again, and can be cleaned up",
               "the completed callback cannot end its job twice",
               "two threads that end one job get one result and one refusal"}},
             {"`EndDownload` with null; with a job of another downloader or of another DLL's copy of this library",
              {"EndDownload takes a job of this very downloader",
               "a job of somebody else's is E_INVALIDARG, also when it is one of another copy of this library"}},
             {"`CleanUp` in a callback of the job",
              {"a callback of a running job can poll and abort it, but not wait for it",
               "a callback of a job that is being aborted can poll it, but not wait for it",
               "the completed callback can end its job, but not clean it up"}},
             {"`CleanUp` again, before or after `EndDownload`",
              {"CleanUp and EndDownload go in either order, on any thread"}},
             {"`AsyncState` after `EndDownload`",
              {"an ended job has let go of its state, cannot be ended again, and can be cleaned up"}},
             {"the result of an aborted job",
              {"updates that ended before the abort keep their success, and the job is aborted"}},
             {"all updates failed, some failed", {"the outcomes of a job's updates combine by the recorded rule"}},
             {"`outcome::is_success()`",
              {"a success with errors is a success in COM's meaning alone",
               "a job of which half failed is no success"}},
             {"an index that names no update",
              {"a snapshot refuses null out-pointers and indices that no update has",
               "one update's progress is told apart from the job's",
               "Download returns when all is over, with the result of each update"}},
             {"how long an abort may take",
              {"the abort limit is enforced by the job's own clock",
               "an abort ends within its limit although its engine's clock stands still",
               "an engine that ignores the abort does not keep who waits",
               "an engine that ignores the abort does not keep who polls",
               "an engine that ignores the abort does not keep who is called back",
               "a coroutine that awaits an aborted job goes on at its abort limit, though the engine does not stop",
               "a downloader gives an abort five seconds and tells progress ten times a second unless it is told "
               "otherwise"}},
             {"a driven engine at fault",
              {"a driven engine that loses, refuses or runs at once what is posted completes its jobs",
               "a driven engine that does nothing ends its jobs as failed, or as aborted within the limit"}},
             {"a job that ends at its abort limit",
              {"an abort ends within its limit although its engine's clock stands still"}},
             {"what an engine reports against all sense",
              {"more bytes than the size fail the update with the bytes that were credible",
               "an update whose size changes while it downloads fails, and its job goes on",
               "an update that is ended without a result fails",
               "what is reported after the end of an update is counted and ignored"}},
             {"None comes before the client can have its job pointer.",
              {"a callback finds its job in the variable that BeginDownload was given"}},
             {"The first one waits until `BeginDownload` has returned, as far as can be told:",
              {"BeginDownload's first callback waits until the call has returned: for the client's first look, or a "
               "while",
               "a driven engine's thread waits for the client of a new job, too"}},
             {"They are serialised per job, with no lock held.",
              {"callbacks of one job never overlap, whoever drives it",
               "no lock is held while a callback runs: another thread reaches every member meanwhile"}},
             {"They come on a thread of the downloader's own;",
              {"callbacks come on a thread of the downloader's own, of a driven engine on the one that drives it",
               "10,000 jobs with callbacks or awaiting coroutines need no more than 3 threads"}},
             {"Coroutines that await a job resume there, too.",
              {"co_await gives the outcome of a job, whether it runs still or is over",
               "10,000 jobs with callbacks or awaiting coroutines need no more than 3 threads"}},
             {"No thread of an engine runs, destroys or waits for",
              {"an engine's thread that drops a job does not wait for the client's code"}},
             {"Progress is coalesced and comes at most every",
              {"progress that comes while a callback runs is told as one, the latest",
               "progress is told at most once in an interval, and the last instant all the same",
               "a downloader gives an abort five seconds and tells progress ten times a second unless it is told "
               "otherwise"}},
             {"The completed callback comes once and last.",
              {"the completed callback comes once, after the final progress",
               "a callback that keeps its job is let go with it, though nobody ends the job or cleans up"}},
             {"`CleanUp` returns only after that",
              {"a callback on the stack may go once EndDownload or CleanUp has returned",
               "EndDownload gives the result although the completed callback waits for the thread that called it"}},
             {"The callback of a search comes on a thread of the",
              {"the callback of a search comes on another thread, and EndSearch gives the result although it waits for "
               "this one",
               "the callback of a search can wait for another search of its searcher, callback and all",
               "the callback of a search waits in its apartment for that of another search"}},
             {"What a callback returns or throws is ignored.", {"a callback that throws or fails harms nothing"}},
             {"Inside a callback every member may be called;",
              {"no lock is held while a callback runs: another thread reaches every member meanwhile",
               "a callback of a running job can poll and abort it, but not wait for it"}},
             {"A callback may begin another job, wait for one, or drop the last reference to anything, its own",
              {"a callback can begin another job, abort and end it", "a callback can wait for another job's callbacks",
               "a callback may drop the last reference to job, downloader and engine",
               "a job may be destroyed inside its own callbacks, and still completes"}},
             {"Once the destructor of a `wua::job`, `wait` or `EndDownload` has returned,",
              {"an engine that only its job had is gone with the job, and so are its threads"}},
             {"Callbacks of the C++ face may take", {"a callback can poll and abort its job"}},
             {"A speed that falls and a stall that grows while no bytes come",
              {"a falling speed is told although no bytes come",
               "while the function of a blocking_engine waits for its server, the falling speed is told"}},
             {"an apartment that turns a call away",
              {"an apartment that turns calls away is not gone: it is asked again",
               "an apartment that goes on turning calls away is given up in the end"}},
             {"an apartment that no longer exists",
              {"a call that comes too early for an apartment is turned away, one to a dead apartment is not"}},
             {"waiting in a single-threaded apartment",
              {"a wait in a single-threaded apartment lets messages through, whoever sends them",
               "Download, CleanUp, Wait and the end of a job let messages through",
               "EndSearch lets messages through while it waits for the callback",
               "who ends a job waits for its callback in the same apartment, behind however many others",
               "who ends a search waits for its callback in the same apartment, behind another"}},
             {"the object passed as a job's state, an update or a collection",
              {"a state of a single-threaded apartment is itself there, and a way to it elsewhere",
               "an update of a single-threaded apartment is itself there, and a way to it elsewhere",
               "no engine asks or releases the updates of a single-threaded apartment",
               "a collection of a single-threaded apartment is read there, whoever begins the download"}},
             {"an object that cannot be marshalled, or that was given",
              {"where there is no single-threaded apartment, an entry leads nowhere and nothing is bound",
               "an object of a single-threaded apartment is bound to it unless it is agile"}},
         }},
        {"docs/progress-contract.md",
         {"Callbacks"},
         {
             {"None comes before the client can have its job pointer.",
              {"a callback finds its job in the variable that BeginDownload was given"}},
             {"One comes at a time for a job, and no lock",
              {"callbacks of one job never overlap, whoever drives it",
               "no lock is held while a callback runs: another thread reaches every member meanwhile"}},
             {"Progress is coalesced:",
              {"progress that comes while a callback runs is told as one, the latest",
               "an instant that shows nothing new is not told",
               "progress is told at most once in an interval, and the last instant all the same"}},
             {"A pause and its end are progress:", {"a job's callbacks tell of its pause and of its end"}},
             {"The completed callback comes once, as the last one,",
              {"the completed callback comes once, after the final progress"}},
             {"None comes after `EndDownload` or `CleanUp` has returned.",
              {"a callback on the stack may go once EndDownload or CleanUp has returned"}},
         }},
        {"docs/manifest.md",
         {"What is refused", "The versions seen"},
         {
             {"no key that is trusted", {"a signed manifest is read after its signature alone"}},
             {"a file that cannot be read", {"a signed manifest is read after its signature alone"}},
             {"a signature that is none", {"what is wrong with the form of a signature is said"}},
             {"a key that is not trusted", {"what minisign signs is verified, hashed before or not"}},
             {"a signature of another file",
              {"what minisign signs is verified, hashed before or not",
               "no byte of a signature or of what it signs can be changed, and none can go"}},
             {"a trusted comment that was changed",
              {"no byte of a signature or of what it signs can be changed, and none can go"}},
             {"too large (32 MiB), or not JSON", {"what is wrong in a manifest is said, and where"}},
             {"a member that is not known", {"what is wrong in a manifest is said, and where"}},
             {"a signed manifest without name, version or expiry",
              {"a signed manifest is read after its signature alone"}},
             {"the manifest of another name", {"a signed manifest is read after its signature alone"}},
             {"expired", {"a manifest holds until it expires, by the clock of the caller"}},
             {"a version that goes back", {"a signed manifest is read after its signature alone"}},
             {"a file of the versions seen that is damaged",
              {"a file of seen versions that is damaged is an error and stays as it is"}},
             {"when a version is seen", {"a signed manifest is read after its signature alone"}},
             {"how it is written",
              {"whatever the disk refuses, the file of seen versions has the old version or the new one",
               "a process that is killed at any operation leaves a file of seen versions that is whole"}},
             {"the same version again", {"a signed manifest is read after its signature alone"}},
             {"a file that is not there", {"a signed manifest is read after its signature alone"}},
             {"a file that is damaged", {"a file of seen versions that is damaged is an error and stays as it is"}},
             {"a link, or a file with another name",
              {"a file of seen versions that is damaged is an error and stays as it is"}},
             {"two processes at the same time", {"no version that somebody has seen is lost to somebody else's"}},
             {"no `state_file`", {"an old manifest passes where nothing keeps the versions seen"}},
         }},
        {"docs/behaviour.md",
         {"Installing", "Searching, services and settings"},
         {
             {"Bytes are units of work,",
              {"an installation goes as its scenario says, each update counting the same",
               "the user's own code installs as an engine does"}},
             {"WU_S_REBOOT_REQUIRED as the code of a success",
              {"an installation goes as its scenario says, each update counting the same",
               "an update that waits for a restart goes on to, although it is named again"}},
             {"An update that is not downloaded fails",
              {"what is not downloaded, not accepted or there already is not installed",
               "an update that can be removed is removed",
               "what is not installed is not removed, and nothing of it is remembered"}},
             {"One job installs on a machine at a time.",
              {"one job installs on a machine at a time",
               "a client that aborts an installation and forgets it leaves the machine free in time, whatever the "
               "engine "
               "does",
               "a machine that has to be restarted first installs nothing"}},
             {"Before IsCompleted is true,",
              {"after an installation the updates, the machine and its history say so",
               "the callbacks of an installation tell its progress, and then once its end"}},
             {"QueryHistory is WU_E_INVALIDINDEX",
              {"a range of the history has what there is of it, and one without entries is WU_E_INVALIDINDEX",
               "criteria choose entries of the history by their update and what was done with it"}},
             {"EndInstall ends what BeginInstall began",
              {"an update that can be removed is removed", "one job installs on a machine at a time",
               "EndInstall gives the result although the completed callback waits for the thread that called it"}},
             {"`CategoryIDs contains` a category above another",
              {"an update belongs to its categories and to those above them",
               "the headings of what was found are a tree with its updates"}},
             {"an update that another one supersedes",
              {"what another update that is found supersedes is left out, unless it is asked for"}},
             {"the criteria of IUpdateSession3's QueryHistory",
              {"criteria choose entries of the history by their update and what was done with it"}},
             {"a service that is removed, registered or unregistered",
              {"a service that the machine does not know is unknown",
               "Windows Update stays a service, and with automatic updates while it is the only one"}},
             {"a service that cannot be registered with automatic updates",
              {"a scan package is one that the scenario knows, or is refused with a sentence"}},
             {"AddService2", {"a service is added online, later or by its CAB, and not by two ways at once"}},
             {"a service whose registration is pending", {"a service whose registration is pending is no service yet"}},
             {"automatic updates that are not enabled,",
              {"automatic updates tell their successes and can be enabled",
               "automatic updates that are disabled or not configured detect nothing",
               "settings that are saved with another level than disabled start the service"}},
         }},
        {"docs/windows-clients.md",
         {"What answers E_NOTIMPL"},
         {
             {"IUpdateInstaller::RunWizard,", {"what is not implemented leaves the reason"}},
             {"IUpdate::CopyFromCache and CopyToCache",
              {"copying from the cache says why it cannot", "what is not implemented leaves the reason"}},
             {"IUpdateSession::CreateUpdateInstaller,",
              {"an agent that downloads and no more says so", "what is not implemented leaves the reason"}},
             {"IUpdateSession::CreateUpdateDownloader of an agent without a factory",
              {"a session without downloaders says so", "what is not implemented leaves the reason"}},
             {"IUpdate::get_InstallationBehavior of an update",
              {"an update has no picture, no category, no parts and nothing to say of installing",
               "what is not implemented leaves the reason"}},
             {"the class InstallationAgent", {"an object of every class can be made"}},
         }},
        {"README.md",
         {"What holds"},
         {
             {"Progress never goes back,",
              {"random jobs keep the contract, complete once and end as their script has it",
               "a retry never inflates the job's bytes, whatever is kept",
               "a size that nobody knows is 0, and said to be unknown",
               "each break of the contract is found as the rule it breaks"}},
             {"A job completes exactly once.",
              {"random jobs keep the contract, complete once and end as their script has it",
               "the listener is called outside the lock, and told of completion once and last",
               "a job's result outlives the job and tells each update's, of which some failed"}},
             {"`GetProgress` never waits for the download,",
              {"the listener is called outside the lock, and told of completion once and last",
               "a thread that polls allocates for its first snapshot alone"}},
             {"An abort is bounded;",
              {"the abort limit is enforced by the job's own clock",
               "an abort ends within its limit although its engine's clock stands still",
               "updates that ended before the abort keep their success, and the job is aborted"}},
             {"After `EndDownload`, `CleanUp` or the destructor of `wua::job` returns,",
              {"a callback on the stack may go once EndDownload or CleanUp has returned",
               "the destructor of a job aborts it and waits for its callbacks"}},
             {"`job.result().is_success()` is true",
              {"a job of which half failed is no success", "a snapshot of an instant counts the endings that it sees"}},
         }},
    };
    return all;
}

// The first cells of the rows, and the items of the lists, below these headings.
std::vector<std::string> stated(const stated_page& one)
{
    std::istringstream text(sources::text_of(sources::root() / one.file));
    std::vector<std::string> found;
    bool is_below = false;
    bool is_head = true; // of a table
    for (std::string line; std::getline(text, line);)
    {
        if (line.starts_with("## "))
        {
            const std::string heading = line.substr(3);
            is_below = std::find(one.headings.begin(), one.headings.end(), heading) != one.headings.end();
        }
        else if (is_below && line.starts_with("|---"))
        {
            is_head = false;
        }
        else if (is_below && line.starts_with("| "))
        {
            if (!is_head)
            {
                found.push_back(line.substr(2, line.find(" | ") - 2));
            }
        }
        else if (is_below && line.starts_with("- "))
        {
            found.push_back(line.substr(2));
        }
        else if (is_below && line.starts_with("  ") && !found.empty())
        {
            found.back() += line.substr(1);
        }
        is_head = is_head || line.empty();
    }
    return found;
}

} // namespace

TEST_CASE("every line on behaviour has its tests", "[stated_behaviour]")
{
    for (const stated_page& one : pages())
    {
        const std::vector<std::string> lines = stated(one);
        CHECK(lines.size() == one.statements.size());
        for (std::size_t i = 0; i != std::min(lines.size(), one.statements.size()); ++i)
        {
            INFO(one.file << ": " << lines[i]);
            CHECK(lines[i].starts_with(one.statements[i].says));
            CHECK_FALSE(one.statements[i].tests.empty());
        }
    }
}

TEST_CASE("every test that stands for a line on behaviour exists", "[stated_behaviour]")
{
    const std::vector<sources::test> tests = sources::read_tests();
    for (const stated_page& one : pages())
    {
        for (const statement& line : one.statements)
        {
            for (const std::string_view name : line.tests)
            {
                INFO(one.file << ": " << line.says << ": " << name);
                CHECK(std::any_of(tests.begin(), tests.end(), [&](const sources::test& t) { return t.name == name; }));
            }
        }
    }
}
