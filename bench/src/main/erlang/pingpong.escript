#!/usr/bin/env escript
%% Round trips of a 16-byte message between two Erlang processes: prints microseconds per round trip, once per line.
-mode(compile).

main([Count]) ->
    N = list_to_integer(Count),
    io:format("version ~s~n", [erlang:system_info(otp_release)]),
    run(N div 10),
    case io:get_line("") of
        eof -> ok;
        _ -> rounds(N)
    end.

%% One measurement for every line of input, so that both sides can take turns.
rounds(N) ->
    io:format("~.4f~n", [run(N) / N]),
    case io:get_line("") of
        eof -> ok;
        _ -> rounds(N)
    end.

run(N) ->
    Pong = spawn_link(fun pong/0),
    Self = self(),
    {Micros, ok} = timer:tc(fun() -> ping(N, Self, Pong, binary:copy(<<7>>, 16)) end),
    Pong ! stop,
    Micros.

ping(0, _, _, _) -> ok;
ping(N, Self, Pong, Body) ->
    Pong ! {Self, Body},
    receive {answer, _} -> ping(N - 1, Self, Pong, Body) end.

pong() ->
    receive
        {From, Body} -> From ! {answer, Body}, pong();
        stop -> ok
    end.
