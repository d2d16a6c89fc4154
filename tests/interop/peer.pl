#!/usr/bin/perl
# SPDX-License-Identifier: MIT
# A Majordomo 0.1 peer (RFC 7) in Perl: a REQ socket asks, a DEALER serves.
#
# peer.pl serve ADDRESS NAME          is the service NAME until it is ended
# peer.pl check ADDRESS SERVICE...    asks registry and those services, hears events; 1 if anything is not as it should be
use strict;
use warnings;
use utf8;
use Data::MessagePack;
use Time::HiRes qw(time);
use ZMQ::FFI;
use ZMQ::FFI::Constants qw(ZMQ_REQ ZMQ_DEALER ZMQ_SUB ZMQ_RCVTIMEO);

my $patience = 15;
my $context  = ZMQ::FFI->new;
my $packer   = Data::MessagePack->new->utf8->canonical;
my $actor    = { id => 'local:interop', kind => 'local', roles => ['admin'] };
my $last     = 0;

sub open_socket {
    my ($type, $address) = @_;
    my $socket = $context->socket($type);
    $socket->set_linger(0);
    $socket->set(ZMQ_RCVTIMEO, 'int', 1000 * $patience);
    $socket->connect($address);
    return $socket;
}

sub raw {
    my ($client, $service, @body) = @_;
    $client->send_multipart(['MDPC01', $service, @body]);
    my @frames = $client->recv_multipart;
    die "perl: no answer of MDP/0.1 from $service\n" unless @frames > 2 && $frames[0] eq 'MDPC01' && $frames[1] eq $service;
    return @frames[2 .. $#frames];
}

# (error, result), one of them undef.
sub call {
    my ($client, $service, $method, $param, %more) = @_;
    my $body = $packer->pack([0, ++$last, $method, defined $param ? [$param] : []]);
    my ($frame) = raw($client, $service, $body, $packer->pack({ ttl_ms => 1000 * $patience, actor => $actor, %more }));
    my ($kind, $msgid, $error, $result) = @{ $packer->unpack($frame) };
    die "perl: an answer to something else\n" unless $kind == 1 && $msgid == $last;
    return ($error, $result);
}

sub check {
    my ($address, @services) = @_;
    my $client = open_socket(ZMQ_REQ, $address);
    my $events = open_socket(ZMQ_SUB, "$address.sub");
    $events->subscribe('registry.');
    my $checked = 0;
    my $expect  = sub {
        my ($what, $got, $wanted) = @_;
        die "perl: $what: $got, not $wanted\n" unless $got eq $wanted;
        ++$checked;
    };
    my $hear = sub {
        my ($wanted) = @_;
        for (my $until = time + $patience; time < $until;) {
            my @frames = $events->recv_multipart;
            return @frames if $wanted->(@frames);
        }
        die "perl: no such event was heard\n";
    };

    $expect->('mmi.service of registry', raw($client, 'mmi.service', 'registry'), '200');
    $expect->('mmi.service of nobody',   raw($client, 'mmi.service', 'nobody'),   '404');
    $expect->('another mmi',             raw($client, 'mmi.other',   'x'),        '501');
    my ($error, $result) = call($client, 'nobody', 'ask');
    $expect->("nobody's answer", $error->{code}, 'unavailable');
    ($error) = call($client, 'registry', 'create_party', { name => '' });
    $expect->('what is wrong', "$error->{code} $error->{details}{field}", 'invalid_argument name');
    (undef, $result) = call($client, 'registry', '$ping');
    $expect->('one instance', $result->{name}, 'registry');

    $hear->(sub { $_[0] eq 'registry.$watermark' });    # now the bus knows what we want to hear
    my $idem = "perl-$$-" . time;
    (undef, my $party) = call($client, 'registry', 'create_party', { name => "Perl's" }, idem => $idem);
    (undef, my $again) = call($client, 'registry', 'create_party', { name => "Perl's" }, idem => $idem);
    $expect->('the same request again', $again->{id}, $party->{id});
    my (undef, $head, $data) =
        $hear->(sub { $_[0] eq 'registry.party_created' && $packer->unpack($_[1])->{subject} eq $party->{id} });
    my $event = $packer->unpack($head);
    $expect->('the event', $event->{type},               'registry.party_created');
    $expect->('its data',  ref $packer->unpack($data),   'HASH');
    (undef, my $page) = call($client, 'registry', '$events', { after => int($event->{sequence}) - 1, limit => 1 });
    $expect->('what is read of it later', $page->{events}[0]{id}, $event->{id});

    for my $service (@services) {
        my $said = { from => 'perl', to => $service, number => 2**40, text => 'Grüße' };
        ($error, $result) = call($client, $service, 'echo', $said);
        $expect->("$service\'s echo", $packer->pack($result), $packer->pack($said));
        ($error) = call($client, $service, 'dance');
        $expect->("$service\'s refusal", $error->{code}, 'unimplemented');
    }
    print "perl: $checked checks passed\n";
}

sub answer {
    my (undef, $msgid, $method, $params) = @{ $packer->unpack($_[0]) };
    return $packer->pack([1, $msgid, undef, $params->[0]]) if $method eq 'echo';
    return $packer->pack([1, $msgid, { code => 'unimplemented', message => "no method $method", details => undef }, undef]);
}

sub serve {
    my ($address, $name) = @_;
    while (1) {
        my $socket = open_socket(ZMQ_DEALER, $address);
        $socket->set(ZMQ_RCVTIMEO, 'int', 1000);
        $socket->die_on_error(0);
        $socket->send_multipart(['', 'MDPW01', "\x01", $name]);
        while (1) {
            my @frames = $socket->recv_multipart;
            if ($socket->has_error) {    # a second of silence
                $socket->send_multipart(['', 'MDPW01', "\x04"]);
                next;
            }
            if    ($frames[2] eq "\x02") { $socket->send_multipart(['', 'MDPW01', "\x03", $frames[3], '', answer($frames[5])]) }
            elsif ($frames[2] eq "\x04") { $socket->send_multipart(['', 'MDPW01', "\x04"]) }
            elsif ($frames[2] eq "\x05") { last }
        }
        $socket->close;
    }
}

my ($verb, $address, @rest) = @ARGV;
$verb eq 'serve' ? serve($address, $rest[0]) : check($address, @rest);
