"""A plug-in of the AWS CLI that holds every answer against botocore's models of the services.

Clients pass over what they do not know, so an answer with a member too many, of a wrong type or without a required one
looks right to them. This looks at the bytes before they are parsed. Each answer becomes a line in the file that
EMR_ONRAMP_TEST_ANSWERS names: the operation, the status, and what is wrong with it, if anything.
"""

import json
import os
import re
from datetime import datetime
from xml.etree import ElementTree

# What any operation may answer although its model does not say so: the API references' pages on common errors. The
# access errors are among them; `NotImplemented` and `NotCollected` are the sandbox's own.
COMMON = {
    "AccessDenied": 403,
    "AccessDeniedException": 403,
    "ExpiredToken": 403,
    "ExpiredTokenException": 403,
    "IncompleteSignature": 400,
    "IncompleteSignatureException": 400,
    "InvalidClientTokenId": 403,
    "InvalidSignatureException": 403,
    "MissingAuthenticationToken": 403,
    "MissingAuthenticationTokenException": 403,
    "SignatureDoesNotMatch": 403,
    "Throttling": 400,
    "ThrottlingException": 429,
    "UnrecognizedClientException": 403,
    "ValidationError": 400,
}

# What services were seen to answer although the model does not declare it for the operation.
SEEN = {
    # The EKS user guide has one profile made or deleted at a time, and this is the code that its users quote.
    ("CreateFargateProfile", "ResourceInUseException"): 409,
    ("DeleteFargateProfile", "ResourceInUseException"): 409,
    # Seen for CreateAccessEntry (hashicorp/terraform-provider-aws#36447), which declares it; taken to be the same here.
    ("DescribeAccessEntry", "InvalidParameterException"): 400,
    ("DeleteAccessEntry", "InvalidParameterException"): 400,
    ("DisassociateAccessPolicy", "InvalidParameterException"): 400,
}

# The model's own text says `Policy`; its enumeration says something else.
OTHER_WORDS = {"PermissionsBoundaryAttachmentType": {"Policy"}}


def awscli_initialize(event_hooks):
    event_hooks.register("before-parse", look)


def look(operation_model, response_dict, **_):
    problems = []
    status = response_dict["status_code"]
    try:
        if status < 300:
            check_answer(operation_model, response_dict, problems)
        else:
            check_error(operation_model, response_dict, problems)
    except Exception as error:  # Whatever cannot be read is a finding too.
        problems.append("unreadable: %r" % error)
    service = operation_model.service_model.signing_name
    line = "%s:%s %s %s" % (service, operation_model.name, status, "; ".join(problems))
    with open(os.environ["EMR_ONRAMP_TEST_ANSWERS"], "a", encoding="utf-8") as answers:
        answers.write(line.rstrip() + "\n")


def is_query(operation_model):
    return operation_model.service_model.resolved_protocol == "query"


def check_answer(operation_model, response, problems):
    shape = operation_model.output_shape
    if is_query(operation_model):
        root = without_namespaces(response["body"])
        name = operation_model.name
        expect(root.tag == name + "Response", "the root is " + root.tag, problems)
        expect(root.find("ResponseMetadata/RequestId") is not None, "there is no request id", problems)
        result = root.find(name + "Result")
        if shape is None:
            expect(result is None, "there is a result, and the model has none", problems)
        else:
            check_xml(shape, result, name, problems)
        return
    expect("x-amzn-requestid" in response["headers"], "there is no request id", problems)
    check_json(shape, json.loads(response["body"]), operation_model.name, problems)


def check_error(operation_model, response, problems):
    if is_query(operation_model):
        error = without_namespaces(response["body"]).find("Error")
        code = error.findtext("Code")
        expect(error.findtext("Type") in ("Sender", "Receiver"), "whose fault is it", problems)
    else:
        code = response["headers"].get("x-amzn-errortype")
        expect("message" in json.loads(response["body"]), "there is no message", problems)
    declared = {
        shape.error_code: shape.metadata.get("error", {}).get("httpStatusCode")
        for shape in operation_model.error_shapes
    }
    statuses = {declared.get(code), COMMON.get(code), SEEN.get((operation_model.name, code))}
    expect(response["status_code"] in statuses, "the model does not declare %s" % code, problems)


def check_json(shape, value, path, problems):
    kind = shape.type_name
    if kind == "structure":
        if not expect(isinstance(value, dict), "%s is no object" % path, problems):
            return
        names = {member.serialization.get("name", name): member for name, member in shape.members.items()}
        for name, item in value.items():
            if expect(name in names, "%s.%s is not in the model" % (path, name), problems) and item is not None:
                check_json(names[name], item, "%s.%s" % (path, name), problems)
        for name in shape.required_members:
            member = shape.members[name].serialization.get("name", name)
            expect(value.get(member) is not None, "%s.%s is required" % (path, member), problems)
    elif kind == "list":
        if expect(isinstance(value, list), "%s is no list" % path, problems):
            for number, item in enumerate(value):
                check_json(shape.member, item, "%s[%s]" % (path, number), problems)
    elif kind == "map":
        if expect(isinstance(value, dict), "%s is no map" % path, problems):
            for name, item in value.items():
                check_json(shape.value, item, "%s.%s" % (path, name), problems)
    elif kind == "timestamp" and shape.serialization.get("timestampFormat") != "iso8601":
        expect(is_number(value), "%s is not in seconds: %r" % (path, value), problems)
    elif kind == "boolean":
        expect(isinstance(value, bool), "%s is no truth: %r" % (path, value), problems)
    elif kind in ("integer", "long"):
        expect(is_number(value) and isinstance(value, int), "%s is no whole number: %r" % (path, value), problems)
    elif kind in ("double", "float"):
        expect(is_number(value), "%s is no number: %r" % (path, value), problems)
    elif expect(isinstance(value, str), "%s is no text: %r" % (path, value), problems):
        check_text(shape, value, path, problems)


def check_xml(shape, element, path, problems):
    kind = shape.type_name
    if kind == "structure":
        children = [] if element is None else list(element)
        tags = [child.tag for child in children]
        expect(len(tags) == len(set(tags)), "%s has a member twice" % path, problems)
        names = {member.serialization.get("name", name): member for name, member in shape.members.items()}
        for child in children:
            if expect(child.tag in names, "%s.%s is not in the model" % (path, child.tag), problems):
                check_xml(names[child.tag], child, "%s.%s" % (path, child.tag), problems)
        for name in shape.required_members:
            expect(name in tags, "%s.%s is required" % (path, name), problems)
    elif kind == "list":
        for number, item in enumerate(element):
            expect(item.tag == "member", "%s has a %s" % (path, item.tag), problems)
            check_xml(shape.member, item, "%s[%s]" % (path, number), problems)
    else:
        text = element.text or ""
        expect(len(element) == 0, "%s has elements in it" % path, problems)
        if kind == "boolean":
            expect(text in ("true", "false"), "%s is no truth: %r" % (path, text), problems)
        elif kind in ("integer", "long"):
            expect(re.fullmatch("-?[0-9]+", text), "%s is no whole number: %r" % (path, text), problems)
        else:
            check_text(shape, text, path, problems)


def check_text(shape, text, path, problems):
    if shape.type_name == "timestamp":
        try:
            datetime.fromisoformat(text.replace("Z", "+00:00"))
        except ValueError:
            problems.append("%s is no time: %r" % (path, text))
        return
    # Patterns and lengths are not looked at: services break those of their own models.
    words = set(getattr(shape, "enum", None) or []) | OTHER_WORDS.get(shape.name, set())
    expect(not words or text in words, "%s is not of the enumeration: %r" % (path, text), problems)


def without_namespaces(body):
    root = ElementTree.fromstring(body)
    for element in root.iter():
        element.tag = element.tag.rsplit("}", 1)[-1]
    return root


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def expect(condition, problem, problems):
    if not condition:
        problems.append(problem)
    return condition
