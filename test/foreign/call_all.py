"""Calls a server that it knows nothing about: reads the contract by reflection (v1alpha) and makes each call of stdin.

In:  {"servers": ["127.0.0.1:7100"], "reader": "TOKEN of a caller that may read contracts", "calls": [{"address": ..., "method": "cx.x.v1.S/M", "header": "authorization: Bearer ...", "messages": [{}],
     "seconds": 10, "gzip": false}]}
Out: {"servers": {address: {"services": [...], "messages": 57}}, "answers": [{"code": "OK", "reason": "", "messages": 3}]}
"""
import json
import sys

import grpc
from google.protobuf import descriptor_pool, json_format, message_factory
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase


class Server:
    def __init__(self, address, authority, certificate=None, key=None):
        read = lambda file: file and open(file, "rb").read()
        proof = grpc.ssl_channel_credentials(read(authority), read(key), read(certificate))
        # Answers must fit into what every client takes without being told, 4 MiB.
        self.channel = grpc.secure_channel(address, proof, options=[("grpc.max_send_message_length", -1)])
        token = grpc.access_token_call_credentials(asked["reader"])
        reading = grpc.secure_channel(address, grpc.composite_channel_credentials(proof, token))
        self.database = ProtoReflectionDescriptorDatabase(reading)
        self.pool = descriptor_pool.DescriptorPool(self.database)

    def described(self):
        """Every service, and how many messages their files declare; fails when one cannot be resolved."""
        services, messages = sorted(self.database.get_services()), set()
        for service in services:
            for method in self.pool.FindServiceByName(service).methods:
                for message in (method.input_type, method.output_type):
                    messages.update(message.file.message_types_by_name.values())
        fields = [field.full_name for message in messages for field in message.fields]
        return {"services": services, "messages": len(messages), "fields": len(fields)}

    def call(self, method, header, messages, seconds, gzip=False):
        service, name = method.split("/")
        described = self.pool.FindServiceByName(service).FindMethodByName(name)
        asked = message_factory.GetMessageClass(described.input_type)
        answered = message_factory.GetMessageClass(described.output_type)
        kind = ("stream" if described.client_streaming else "unary") + "_" + ("stream" if described.server_streaming else "unary")
        ask = getattr(self.channel, kind)(
            "/" + method, request_serializer=asked.SerializeToString, response_deserializer=answered.FromString
        )
        requests = [json_format.ParseDict(message, asked()) for message in messages]
        settings = {"metadata": [tuple(header.split(": ", 1))] if header else [], "timeout": seconds}
        if gzip:
            settings["compression"] = grpc.Compression.Gzip
        count = 0
        try:
            answer = ask(iter(requests) if described.client_streaming else requests[0], **settings)
            for message in answer if described.server_streaming else [answer]:
                json_format.MessageToJson(message, descriptor_pool=self.pool)
                count += 1
            return {"code": "OK", "reason": "", "messages": count}
        except grpc.RpcError as error:
            trailers = dict(error.trailing_metadata() or ())
            return {"code": error.code().name, "reason": trailers.get("cx-reason", ""), "messages": count}


asked = json.load(sys.stdin)
servers = {address: Server(address, asked["authority"]) for address in asked["servers"]}
described = {address: server.described() for address, server in servers.items()}


def answer(address, certificate=None, key=None, **call):
    server = servers[address] if certificate is None else Server(address, asked["authority"], certificate, key)
    return server.call(**call)


answers = [answer(**call) for call in asked["calls"]]
json.dump({"servers": described, "answers": answers}, sys.stdout)
