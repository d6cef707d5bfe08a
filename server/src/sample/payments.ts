import type { SampleProject } from './sample-project.js';

export const payments: SampleProject = {
  key: 'PAY',
  name: 'Payments API',
  description: 'The service behind every payment; contract tests run against its sandbox each night.',
  folders: {
    Authorisation: [
      { title: 'Authorise an amount', priority: 'CRITICAL', labels: ['api', 'smoke'], steps: [['POST /authorisations with 49.90 EUR', '201, and the state is "authorised"'], ['GET it by its id', 'The same amount and currency']] },
      { title: 'The same idempotency key authorises once', priority: 'CRITICAL', labels: ['api'], steps: [['POST twice with one key', 'The second answer equals the first'], ['POST the key with another amount', '409, and nothing is authorised']] },
      { title: 'An amount of zero is refused', priority: 'MEDIUM', labels: ['api'], steps: [['POST with 0.00', '422 that names the field amount']] },
      { title: 'A currency we do not take', priority: 'MEDIUM', labels: ['api'], steps: [['POST with XTS', '422 that lists the currencies']] },
      { title: 'An authorisation ends after seven days', priority: 'HIGH', labels: ['api'], preconditions: 'The clock of the sandbox can be set.', steps: [['Authorise, and set the clock eight days on', 'The state is "expired"'], ['Capture it', '409']] },
    ],
    Capture: [
      { title: 'Capture a part of the amount', priority: 'HIGH', labels: ['api'], steps: [['Capture 20.00 of 49.90', 'The rest stays authorised'], ['Capture 30.00', '409: more than is left']] },
      { title: 'Two captures at the same moment', priority: 'CRITICAL', labels: ['api', 'concurrency'], steps: [['Send two captures of the whole amount at once', 'One succeeds, the other is told 409']] },
      { title: 'A capture is in the next settlement', priority: 'HIGH', labels: ['settlement'], steps: [['Capture, and run the settlement', 'The amount is in the file, to the cent']] },
    ],
    Refunds: [
      { title: 'Refund the whole amount', priority: 'HIGH', labels: ['api'], steps: [['Refund a capture', 'The state is "refunded"'], ['Refund it again', '409']] },
      { title: 'Several refunds never exceed the capture', priority: 'CRITICAL', labels: ['api'], steps: [['Refund 10.00 four times of 35.00', 'The fourth is refused']] },
      { title: 'A refund to an expired card', priority: 'MEDIUM', steps: [['Refund to a card that has expired', 'The bank is asked for the new one, and the state is "pending"']] },
    ],
    Webhooks: [
      { title: 'A webhook is signed', priority: 'CRITICAL', labels: ['webhook', 'security'], steps: [['Receive an event', 'The signature fits body and secret'], ['Change one byte of the body', 'The signature does not fit']] },
      { title: 'A receiver that is away gets its events later', priority: 'HIGH', labels: ['webhook'], steps: [['Answer 503 for ten minutes', 'The event is sent again, each time later'], ['Answer 200', 'It is sent no more']] },
      { title: 'Events of one payment come in order', priority: 'HIGH', labels: ['webhook'], steps: [['Authorise, capture and refund quickly', 'Three events, numbered 1 to 3']] },
    ],
    'Strong authentication': [
      { title: 'The challenge is asked for above the limit', priority: 'HIGH', labels: ['3ds'], steps: [['Authorise 29.00', 'No challenge'], ['Authorise 31.00', 'A challenge is asked for']] },
      { title: 'A challenge that is not answered', priority: 'MEDIUM', labels: ['3ds'], steps: [['Leave the challenge for ten minutes', 'The authorisation is refused']] },
      { title: 'A trusted receiver needs no challenge', priority: 'LOW', labels: ['3ds'], steps: [['Mark the shop as trusted', 'The next authorisation comes without a challenge']] },
    ],
    'Rate limits': [
      { title: 'The limit is told in headers', priority: 'LOW', labels: ['api'], steps: [['Send a request', 'RateLimit-Remaining goes down by one'], ['Use it up', '429 with Retry-After']] },
      { title: 'One key does not slow down another', priority: 'MEDIUM', labels: ['api'], steps: [['Use the limit of one key up', 'Another key is answered as before']] },
    ],
  },
};
